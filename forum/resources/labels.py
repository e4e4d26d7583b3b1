"""The words of the catalogue, in the current language."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.dates import format_date, get_month_names

from forum.core.i18n import _, language
from forum.resources.fit_words import euros, years
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


def answers() -> dict[str, str]:
    """What came of a request."""
    return {"obtained": _("Obtained"), "refused": _("Refused"), "waiting": _("No answer yet")}


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


def months() -> dict[int, str]:
    """The months by their numbers."""
    return {number: str(name) for number, name in get_month_names("wide", locale=language.get()).items()}


def window(opens: str, closes: str) -> str:
    """A period of each year: 1 February to 31 March."""
    first, last = (_month_day(each) if each else "" for each in (opens, closes))
    if not first:
        return _("closes on %(day)s", day=last)
    return _("from %(first)s to %(last)s", first=first, last=last)


def _month_day(text: str) -> str:
    # A leap year: the 29th of February is said as it is.
    day = date(2024, int(text[:2]), int(text[3:]))
    text = str(format_date(day, "d MMMM" if language.get() == "fr" else "MMMM d", locale=language.get()))
    return f"1er {text[2:]}" if language.get() == "fr" and day.day == 1 else text


def rule(name: str, share: int) -> str:
    """A rule about shares of the budget, in words; one that we do not know yet shows as it was written."""
    known = {
        "min_cash_share_pct": _("at least %(share)s %% of the budget in cash from elsewhere", share=share),
        "max_inkind_share_pct": _("at most %(share)s %% of the budget in kind (volunteering, gifts)", share=share),
        "min_own_share_pct": _("at least %(share)s %% of own funds", share=share),
        "min_local_authority_share_pct": _("at least %(share)s %% from a local authority", share=share),
    }
    return known.get(name, f"{name}: {share}")


def local_facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a territory says otherwise: (name, value), in words. Days may be ISO texts, as histories keep them."""
    names = {
        "min_amount": _("Least amount"), "max_amount": _("Most"), "max_cofunding_pct": _("Share of the budget at most"),
        "min_age_years": _("Years of existence at least"), "max_annual_budget": _("Yearly resources at most"),
        "opens_on": _("Opens on"), "deadline": _("Closes on"), "status": _("Where it stands there"),
        "deadline_note": _("About the dates"), "contact": _("Contact"), "url": _("Web page"),
        "tool": _("Where one applies or connects"), "windows": _("Each year"), "usual_month": _("Usually returns in"),
    }  # fmt: skip
    return [(names[name], _shown(name, facts[name])) for name in names if facts.get(name) not in (None, "", [])]


def _shown(name: str, value: Any) -> str:
    if name in ("opens_on", "deadline"):
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return str(format_date(day, "long", locale=language.get()))
    if name == "windows":
        return "; ".join(window(*each) for each in value)
    if name == "usual_month":
        return months().get(value, str(value))
    if name in ("min_amount", "max_amount", "max_annual_budget"):
        return euros(value)
    if name == "max_cofunding_pct":
        return _("%(share)s %%", share=value)
    if name == "min_age_years":
        return years(value)
    return statuses().get(value, str(value)) if name == "status" else str(value)
