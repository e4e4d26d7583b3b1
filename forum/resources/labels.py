"""The words of the catalogue, in the current language."""

from forum.core.i18n import _
from forum.territories.vocabulary import actor_types


def types() -> dict[str, str]:
    """Kinds of resources."""
    return {
        "funding": _("Funding"),
        "call": _("Call for projects"),
        "training": _("Training"),
        "accompaniment": _("Accompaniment"),
        "contact": _("Contact"),
        "tool": _("Tool"),
    }


def audiences() -> dict[str, str]:
    """Kinds of actors."""
    return actor_types()


def levels() -> dict[str, str]:
    """Who stands behind it."""
    return {
        "national": _("national"),
        "regional": _("regional"),
        "departmental": _("departmental"),
        "private": _("private"),
        "european": _("European"),
    }


def times() -> dict[str, str]:
    """Where it stands in time."""
    return {
        "soon": _("closes within 30 days"),
        "open": _("open"),
        "permanent": _("open all year"),
        "opens": _("opens later"),
        "unknown": _("deadline unknown"),
        "closed": _("closed"),
    }


def standings() -> dict[str, str]:
    """Whether a curator looked."""
    return {"proposed": _("proposed, not verified yet"), "verified": _("verified"), "refused": _("refused")}


def statuses() -> dict[str, str]:
    """What its own page says."""
    return {
        "": _("It does not say"),
        "open": _("Open"),
        "permanent": _("Open all year"),
        "closed": _("Closed for now"),
        "ended": _("Ended for good"),
        "unknown": _("Uncertain"),
    }


def confidences() -> dict[str, str]:
    """An honest sentence on how sure we are."""
    return {
        "high": _("Read on the page of whoever offers it, which is recent."),
        "medium": _(
            "Read on a page that is somewhat old, or not that of whoever offers it: check before you count on it."
        ),
        "low": _("Little is certain here: the page is old or sources differ. Ask before you count on it."),
    }


def rule(name: str, share: int) -> str:
    """A rule about shares of the budget, in words; one that we do not know yet shows as it was written."""
    known = {
        "min_cash_share_pct": _("at least %(share)s %% of the budget in cash from elsewhere", share=share),
        "max_inkind_share_pct": _("at most %(share)s %% of the budget in kind (volunteering, gifts)", share=share),
        "min_own_share_pct": _("at least %(share)s %% of own funds", share=share),
        "min_local_authority_share_pct": _("at least %(share)s %% from a local authority", share=share),
    }
    return known.get(name, f"{name}: {share}")
