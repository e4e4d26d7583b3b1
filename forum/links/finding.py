"""Which links stand in a text or in the facts of a publication."""

import re
from html.parser import HTMLParser

from forum.core.outside import Place, place_of

# In facts people write addresses among words, often the name alone: those that pages make links of, and our own.
NAMES = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:org|com|net|info|edu|gov|int|mil|fr|eu|bzh)(?![\w-]|\.\w)"
REST = r"[^\s<>\"'«»]"
TYPED = re.compile(rf"(?<![\w@./-])(?:(?:https?://|www\.){REST}+|{NAMES}(?:[/?#]{REST}*)?)", re.IGNORECASE)
CLOSING = ".,;:!?)]}"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Links only: pictures and frames of others are not shown here."""
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def in_html(html: str) -> list[str]:
    """Addresses of a text that was rendered."""
    if "href" not in html:
        return []
    reader = _Links()
    reader.feed(html)
    return reader.found


def in_words(text: str) -> list[str]:
    """Addresses among words."""
    return [each.rstrip(CLOSING) for each in TYPED.findall(text)]


def outside(written: str, own: str) -> Place | None:
    """Where it leads, if that is out of the site. `own`: host of the site, with its port."""
    if written.startswith(("/", "#", "?")):
        return None
    scheme = written.partition(":")[0].lower() if ":" in written.split("/")[0] else ""
    place = place_of(written if scheme else f"https://{written}") if scheme in ("", "http", "https") else None
    return place if place and place.authority != own else None
