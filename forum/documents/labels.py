"""The words of documents, in the current language."""

from forum.core.i18n import _


def standings() -> dict[str, str]:
    """How far a document was looked at."""
    return {"draft": _("draft"), "reviewed": _("reviewed"), "verified": _("verified")}
