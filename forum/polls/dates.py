"""Dates that are proposed: typed in one zone, read in the zone of whoever looks, the zone always named."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time

from forum.core import clock
from forum.core.i18n import as_said


def moments(day: date, start: time | None, end: time | None, zone: str) -> tuple[datetime | None, datetime | None]:
    """What was typed, as moments. No start: the whole day. An end before its start is of the next day."""
    if start is None:
        return None, None
    begins = datetime.combine(day, start, ZoneInfo(zone))
    if end is None or end == start:
        return begins, None
    after = day if end > start else day + timedelta(days=1)
    return begins, datetime.combine(after, end, ZoneInfo(zone))


def has_hours(options: Any) -> bool:
    """Is a zone to be named?"""
    return any(option.starts_at for option in options)


def words_of(option: Any, zone: str, locale: str) -> str:
    """`mar. 12 janvier 2027, 18:30–20:00` as it is in the zone; the label of an option that is no date."""
    if option.day is None:
        return str(option.label)
    note = f" ({option.label})" if option.label else ""
    if option.starts_at is None:
        return _day(option.day, locale) + note
    begins = option.starts_at.astimezone(ZoneInfo(zone))
    said = f"{_day(begins.date(), locale)}, {_hour(begins, locale)}"
    if option.ends_at is not None:
        ends = option.ends_at.astimezone(ZoneInfo(zone))
        other = "" if ends.date() == begins.date() else f"{format_skeleton('MMMd', ends, locale=locale)} "
        said += f"\u2060–\u2060{other}{_hour(ends, locale)}"  # the hours stay on one line
    return said + note


def moment_words(moment: datetime, zone: str, locale: str) -> str:
    """`mar. 12 janvier, 18:30 (Paris)`."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{_day(there.date(), locale)}, {_hour(there, locale)} ({clock.city(zone)})"


def _day(day: date, locale: str) -> str:
    """The year only when it is another one."""
    pattern = "EEE d MMMM" if locale == "fr" else "EEE, MMMM d"
    if day.year != clock.today().year:
        pattern += " y" if locale == "fr" else ", y"
    return as_said(format_date(day, pattern, locale=locale), locale)


def _hour(moment: datetime, locale: str) -> str:
    # The moment is in its zone already: Babel is told so, or it would turn it to UTC.
    return format_time(moment, "short", tzinfo=moment.tzinfo, locale=locale)
