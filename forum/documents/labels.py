"""The words of documents, in the current language."""

from forum.core.i18n import _


def standings() -> dict[str, str]:
    """How far a document was looked at."""
    return {"draft": _("draft"), "reviewed": _("reviewed"), "verified": _("verified")}


def suggestion_states() -> dict[str, str]:
    """What becomes of a suggestion."""
    return {
        "open": _("waits"),
        "asked": _("more is asked"),
        "accepted": _("taken"),
        "refused": _("not taken"),
        "withdrawn": _("withdrawn"),
        "removed": _("removed"),
    }
