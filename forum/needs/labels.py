"""The words of needs, in the current language."""

from forum.core.i18n import _


def levels() -> dict[str, str]:
    """How high it has climbed."""
    return {
        "local": _("in its department"),
        "regional": _("at the regional level"),
        "national": _("at the national level"),
    }


def statuses() -> dict[str, str]:
    """Where it stands."""
    return {
        "gathering": _("gathering voices"),
        "relayed": _("relayed"),
        "addressed": _("awaiting an answer"),
        "answered": _("answered"),
        "closed": _("settled"),
    }


def outcomes() -> dict[str, str]:
    """What was answered."""
    return {"accepted": _("Accepted"), "partly": _("Accepted in part"), "refused": _("Declined"), "later": _("Put off")}


def deeds() -> dict[str, str]:
    """What a step did."""
    return {
        "voiced": _("Voiced"),
        "relayed": _("Relayed"),
        "returned": _("Sent back"),
        "addressed": _("Addressed to"),
        "answered": _("Answer given"),
        "closed": _("Settled"),
    }
