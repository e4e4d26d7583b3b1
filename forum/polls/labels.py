"""The words of polls, in the current language."""

from forum.core.i18n import _


def methods() -> dict[str, str]:
    """How one answers."""
    return {
        "single": _("One answer"),
        "several": _("Several answers"),
        "ranked": _("In order of preference"),
        "date": _("Find a date"),
    }


def told() -> dict[str, str]:
    """What each method is for, before it is chosen."""
    return {
        "single": _("Everybody chooses one answer; the one with the most voices comes first."),
        "several": _("Everybody ticks all that suits them."),
        "ranked": _("Everybody numbers the answers; the last one leaves round after round, until one has a majority."),
        "date": _("For each date: yes, if needed, no. The date to which most can come is marked."),
    }


def voters() -> dict[str, str]:
    """Who has a voice."""
    return {"person": _("each person"), "organisation": _("each organisation, by somebody with its mandate")}


def results() -> dict[str, str]:
    """When the results are seen."""
    return {
        "always": _("at any time"),
        "after_vote": _("once one has voted"),
        "after_close": _("once the poll is closed"),
    }


def answers() -> dict[int, str]:
    """The three answers about a date."""
    return {2: _("yes"), 1: _("if needed"), 0: _("no")}
