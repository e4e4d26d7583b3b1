"""Where a resource stands in time, in Python for a page and in SQL for lists. They close at midnight in Paris."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, case, func, literal

from forum.core import clock
from forum.resources.models import Resource
from forum.resources.queries.local import HERE, says_dates, seen_from
from forum.territories.queries import Node

TABLE = Resource.__table__
SOON = 30  # days
PARIS = ZoneInfo("Europe/Paris")
STATES = ("soon", "open", "permanent", "opens", "unknown", "closed")
ENDED = ("closed", "ended")  # its page says so, whatever the day
NEVER = date(9999, 12, 31)


def state_of(row: Any, today: date | None = None) -> str:
    """closed, opens (later), soon (closes within thirty days), open, permanent, unknown."""
    today = today or clock.today()
    if row.status in ENDED or (row.deadline and row.deadline < today):
        return "closed"
    if row.opens_on and row.opens_on > today:
        return "opens"
    if row.deadline:
        return "soon" if row.deadline <= today + timedelta(days=SOON) else "open"
    if row.status in ("permanent", "open"):
        return row.status
    return "unknown"


def state_column(place: Node | None = None) -> ColumnElement[str]:
    """The same in SQL, as of today in Paris; for a place, as its complement says."""
    found: ColumnElement[str] = seen_from(place, _state(HERE.c), _state(TABLE.c), says_dates())
    return found


def _state(columns: Any) -> ColumnElement[str]:
    today = clock.today()
    return case(
        (func.coalesce(columns.status.in_(ENDED), False) | func.coalesce(columns.deadline < today, False), "closed"),
        (columns.opens_on > today, "opens"),
        (columns.deadline <= today + timedelta(days=SOON), "soon"),
        (columns.deadline.is_not(None), "open"),
        (columns.status.in_(("permanent", "open")), columns.status),
        else_="unknown",
    )


def is_current(place: Node | None = None) -> ColumnElement[bool]:
    """Not closed: what lists show unless closed ones are asked for."""
    return state_column(place) != "closed"


def day_of_order(place: Node | None = None) -> ColumnElement[date]:
    """The deadline, and the end of times for what has none: lists are sorted by it."""
    never = literal(NEVER, Date())
    usual = func.coalesce(TABLE.c.deadline, never)
    found: ColumnElement[date] = seen_from(place, func.coalesce(HERE.c.deadline, never), usual, says_dates())
    return found


def rank_of_type() -> ColumnElement[int]:
    """Where days are equal or unknown, money comes before contacts and tools."""
    return case((TABLE.c.type.in_(("funding", "call")), 0), else_=1)


def last_moment(deadline: date) -> datetime:
    """23:59 in Paris on that day."""
    return datetime.combine(deadline, time(23, 59), PARIS)
