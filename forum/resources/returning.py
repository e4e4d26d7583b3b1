"""Dates that come back each year: windows of a day and a month, without a year. Arithmetic only, no database.

A window: ("02-01", "03-31") opens and closes; an opening of "" is the day after the window before it closed, which
is what committees with several dates a year do. It may lie over the end of the year: ("11-15", "01-31").
The 29th of February is the last day of February in years that have none.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.ids import folded

Window = tuple[str, str]
MOST = 12  # windows a year
MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier janv january jan", "fevrier fevr february feb", "mars march mar", "avril avr april apr", "mai may",
         "juin june jun", "juillet juil july jul", "aout august aug", "septembre sept september sep",
         "octobre oct october", "novembre nov november", "decembre dec december"), 1
    ) for name in names.split()
}  # fmt: skip
_DAY = re.compile(r"(\d{1,2})(?:er|st|nd|rd|th)?\s*(?:[/.]\s*(\d{1,2})|\s([a-z]+)\.?)")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One return: `opens` may be unknown, when a single window names no opening."""

    opens: date | None
    closes: date


def windows_of(text: str) -> list[list[str]]:
    """From lines as people write them: "1er février – 31 mars", "15/06". Raises Invalid naming the line."""
    found = []
    for number, line in enumerate((line for line in text.replace(";", "\n").splitlines() if line.strip()), 1):
        plain = folded(line).replace("1 er ", "1er ")
        days = [_day(*match.groups()) for match in _DAY.finditer(plain)]
        if not 1 <= len(days) <= 2 or None in days or re.search(r"\b20\d\d\b", plain):
            raise Invalid(
                fields={
                    "windows": _("Line %(n)s: write a day and a month, like 1/02 – 31/03, without a year.", n=number)
                }
            )
        found.append([str(days[0]) if len(days) == 2 else "", str(days[-1])])
    return checked_windows(found)


def _day(day: str, number: str | None, name: str | None) -> str | None:
    month = int(number) if number else MONTHS.get(name or "", 0)
    return f"{month:02d}-{int(day):02d}" if _is_day(month, int(day)) else None


def _is_day(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2024, month)[1]


def checked_windows(windows: Iterable[Sequence[str]]) -> list[list[str]]:
    """The same in the order of their closing days. Raises Invalid for what is no day, and for windows that overlap."""
    found = []
    for window in windows:
        parts = [str(each) for each in window]
        good = len(parts) == 2 and parts[1] and all(
            not each or (re.fullmatch(r"\d\d-\d\d", each) and _is_day(int(each[:2]), int(each[3:]))) for each in parts
        )  # fmt: skip
        if not good:
            raise Invalid(fields={"windows": _("Write a day and a month, like 1/02 – 31/03, without a year.")})
        found.append(parts)
    if len(found) > MOST:
        raise Invalid(fields={"windows": _("Twelve dates a year at most.")})
    found.sort(key=lambda window: window[1])
    if any(_overlap(found)):
        raise Invalid(fields={"windows": _("Two of these periods overlap.")})
    return found


def _overlap(windows: list[list[str]]) -> Iterable[bool]:
    """Seen in 2024, which has all days: does one open before the one before it closed?"""
    if len({window[1] for window in windows}) < len(windows):
        yield True
    rounds = sorted((found for year in (2023, 2024, 2025) for found in _in_year(windows, year)), key=lambda o: o.closes)
    for before, after in zip(rounds, rounds[1:], strict=False):
        yield after.opens is not None and after.opens <= before.closes


def text_of(windows: Iterable[Sequence[str]]) -> str:
    """As the form shows them: day before month, one a line."""
    return "\n".join(" – ".join(f"{each[3:]}/{each[:2]}" for each in window if each) for window in windows)


def day_in(year: int, text: str) -> date:
    """ "02-29" in that year."""
    month, day = int(text[:2]), int(text[3:])
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _in_year(windows: Sequence[Sequence[str]], year: int) -> list[Occurrence]:
    """Those that close in that year, in order."""
    found: list[Occurrence] = []
    for at, (opens, closes) in enumerate(windows):
        last = day_in(year, closes)
        if opens:
            first: date | None = day_in(year if opens <= closes else year - 1, opens)
        elif len(windows) > 1:
            before = windows[at - 1][1]
            first = day_in(year if at else year - 1, before) + timedelta(days=1)
        else:
            first = None
        found.append(Occurrence(first, last))
    return found


def next_after(windows: Sequence[Sequence[str]], day: date) -> Occurrence | None:
    """The first that closes after `day` and was not open on it: what follows a closing. None without windows."""
    if not windows or day.year >= date.max.year - 2:
        return None
    coming = (found for year in (day.year, day.year + 1, day.year + 2) for found in _in_year(windows, year))
    return next((found for found in coming if (found.opens or found.closes) > day), None)


def current_on(windows: Sequence[Sequence[str]], day: date) -> Occurrence | None:
    """The one that is open on `day`; None between two, and where the opening is unknown."""
    if not windows or not 2 <= day.year <= date.max.year - 2:
        return None
    around = (found for year in (day.year, day.year + 1) for found in _in_year(windows, year))
    return next((found for found in around if found.opens and found.opens <= day <= found.closes), None)
