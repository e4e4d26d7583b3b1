"""What readers choose from, and what came of it, in words."""

from forum.core.i18n import lazy

WHATS = {
    "ended": lazy("It no longer exists, or it is closed"),
    "dates": lazy("Dates or deadline"),
    "amounts": lazy("Amounts or conditions"),
    "contact": lazy("Contact: person, address, telephone"),
    "link": lazy("A link leads nowhere, or elsewhere"),
    "content": lazy("What the page says is no longer right"),
    "other": lazy("Something else"),
}
OF_DOCUMENTS = ("content", "link", "contact", "ended", "other")
OUTCOMES = {
    "corrected": lazy("The page was corrected."),
    "right": lazy("It was checked: what the page says still holds."),
    "unclear": lazy("It could not be confirmed."),
}
EXPLAINED = ("content", "other", "dates", "amounts", "contact")  # one cannot correct these without a few words


def whats(kind: str) -> dict[str, object]:
    """The choices that fit a kind."""
    return {code: word for code, word in WHATS.items() if kind == "resource" or code in OF_DOCUMENTS}
