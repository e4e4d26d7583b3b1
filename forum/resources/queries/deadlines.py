"""Where a resource stands in time, in Python for a page and in SQL for lists. They close at midnight in Paris."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, case, func, literal

from forum.core import clock
from forum.resources.models import Resource

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


def state_column() -> ColumnElement[str]:
    """The same in SQL, as of today in Paris."""
    today = clock.today()
    return case(
        (TABLE.c.status.in_(ENDED) | func.coalesce(TABLE.c.deadline < today, False), "closed"),
        (TABLE.c.opens_on > today, "opens"),
        (TABLE.c.deadline <= today + timedelta(days=SOON), "soon"),
        (TABLE.c.deadline.is_not(None), "open"),
        (TABLE.c.status.in_(("permanent", "open")), TABLE.c.status),
        else_="unknown",
    )


def is_current() -> ColumnElement[bool]:
    """Not closed: what lists show unless closed ones are asked for."""
    return state_column() != "closed"


def day_of_order() -> ColumnElement[date]:
    """The deadline, and the end of times for what has none: lists are sorted by it."""
    return func.coalesce(TABLE.c.deadline, literal(NEVER, Date()))


def rank_of_type() -> ColumnElement[int]:
    """Where days are equal or unknown, money comes before contacts and tools."""
    return case((TABLE.c.type.in_(("funding", "call")), 0), else_=1)


def last_moment(deadline: date) -> datetime:
    """23:59 in Paris on that day."""
    return datetime.combine(deadline, time(23, 59), PARIS)
