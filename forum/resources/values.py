"""From what people and files say to what the columns of a resource hold. Unknown stays empty, it never becomes "no"."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.resources.models import LEVELS, STANDINGS, TYPES
from forum.resources.returning import checked_windows, windows_of
from forum.territories.vocabulary import actor_types, countries, zones

# What the page of a resource says of itself; "" says nothing. Permanent: applications at any time.
STATUSES = ("", "open", "closed", "ended", "unknown", "permanent")
CONFIDENCES = ("", "high", "medium", "low")
RULES = ("min_cash_share_pct", "max_inkind_share_pct", "min_own_share_pct", "min_local_authority_share_pct")
AMOUNTS = (
    "min_amount", "max_amount", "max_amount_overseas", "max_amount_multi_year", "max_amount_ecsi",
    "min_annual_budget", "max_annual_budget", "min_project_budget", "max_project_budget",
)  # fmt: skip
SHARES = ("max_cofunding_pct", "max_cofunding_pct_collectivite")
NUMBERS = (
    "min_age_years", "min_person_age", "max_person_age", "min_duration_months", "max_duration_months",
)  # fmt: skip
PAIRS = (
    ("min_amount", "max_amount"), ("min_annual_budget", "max_annual_budget"),
    ("min_project_budget", "max_project_budget"), ("min_person_age", "max_person_age"),
    ("min_duration_months", "max_duration_months"),
)  # fmt: skip
TEXTS = {"funder": 200, "url": 300, "contact": 300, "tool": 200, "page_date": 40, "deadline_note": 5000}
DAYS = ("opens_on", "deadline", "verified_on")
MOST = 1_000_000_000  # euros


def checked(fields: dict[str, Any]) -> dict[str, Any]:
    """The same fields as columns hold them. Raises Invalid naming each field that cannot be taken."""
    found, wrong = dict(fields), {}
    for name, allowed in (("type", TYPES), ("level", LEVELS), ("standing", STANDINGS), ("confidence", CONFIDENCES)):
        if name in found and (found[name] or "") not in allowed:
            wrong[name] = _("Choose one of the proposed values.")
    _deadline(found, wrong)
    _returns(found, wrong)
    for name in (*AMOUNTS, *SHARES, *NUMBERS):
        if found.get(name) is not None:
            _number(found, name, 100 if name in SHARES else MOST, wrong)
    for low, high in PAIRS:
        if found.get(low) is not None and found.get(high) is not None and found[low] > found[high]:
            wrong[high] = _("This is less than the other end of the range.")
    for name, most in TEXTS.items():
        if name in found:
            found[name] = " ".join((found[name] or "").split())[:most]
    if "url" in found:
        found["url"] = _address(found["url"], wrong)
    for name in ("excluded_countries", "conditional_countries"):
        unknown = [code for code in found.get(name) or () if code not in countries()]
        if unknown:
            wrong[name] = _("Unknown country: %(name)s", name=", ".join(unknown))
    if "requires" in found:
        found["requires"] = [" ".join(str(each).split())[:120] for each in found["requires"] or ()][:10]
    for name in ("confidence", "status"):
        if name in found:
            found[name] = found[name] or ""
    if wrong:
        raise Invalid(fields=wrong)
    return found


def known_zones(codes: Iterable[str]) -> list[str]:
    """Zones of the vocabulary and countries; other words are refused."""
    wanted = list(dict.fromkeys(codes))
    if unknown := [code for code in wanted if code not in zones() and code not in countries()]:
        raise Invalid(fields={"zones": _("Unknown country: %(name)s", name=", ".join(unknown))})
    return wanted


def known_audiences(codes: Iterable[str]) -> list[str]:
    """Kinds of actors of the vocabulary; other words are refused."""
    wanted = list(dict.fromkeys(codes))
    if [code for code in wanted if code not in actor_types()]:
        raise Invalid(fields={"audiences": _("Choose one of the proposed values.")})
    return wanted


def _deadline(found: dict[str, Any], wrong: dict[str, str]) -> None:
    """A deadline may be a day, or the word "permanent"; days may be ISO texts, as files have them."""
    if found.get("deadline") == "permanent":
        found["deadline"], found["status"] = None, "permanent"
    if found.get("status") == "expired":
        found["status"] = "ended"
    if (found.get("status") or "") not in STATUSES:
        wrong["status"] = _("Choose one of the proposed values.")
    for name in DAYS:
        value = found.get(name)
        if isinstance(value, str):
            try:
                found[name] = date.fromisoformat(value) if value else None
            except ValueError:
                wrong[name] = _("Give a day, such as 2027-03-31.")
    opens, closes = found.get("opens_on"), found.get("deadline")
    if isinstance(opens, date) and isinstance(closes, date) and opens > closes:
        wrong["deadline"] = _("It closes before it opens.")
    if closes and found.get("status") == "permanent":
        wrong["deadline"] = _("What is open all year has no deadline.")


def _returns(found: dict[str, Any], wrong: dict[str, str]) -> None:
    """Dates of each year, as lines or as pairs; the month in which it usually comes back."""
    if "windows" in found:
        given = found["windows"] or []
        try:
            found["windows"] = windows_of(given) if isinstance(given, str) else checked_windows(given)
        except Invalid as problem:
            wrong.update(problem.fields)
        if found["windows"] and found.get("status") == "permanent":
            wrong["windows"] = _("What is open all year has no dates that return.")
    if found.get("usual_month") is not None:
        _number(found, "usual_month", 12, wrong)
        found["usual_month"] = found["usual_month"] or None


def _number(found: dict[str, Any], name: str, most: int, wrong: dict[str, str]) -> None:
    try:
        found[name] = int(found[name])
    except (TypeError, ValueError):
        wrong[name] = _("Give a whole number.")
        return
    if not 0 <= found[name] <= most:
        wrong[name] = _("Give a number between 0 and %(most)s.", most=most)


def _address(url: str, wrong: dict[str, str]) -> str:
    """Kept as people write it, without the scheme's noise; only web addresses."""
    url = url.strip()
    if ":" in url.split("/")[0] and not url.lower().startswith(("http://", "https://")):
        wrong["url"] = _("Give the address of a web page.")
    if any(each.isspace() for each in url):
        wrong["url"] = _("Give the address of a web page.")
    return url


def href_of(url: str) -> str:
    """The address to follow: files often leave the scheme out."""
    return url if url.lower().startswith(("http://", "https://")) or not url else f"https://{url}"
