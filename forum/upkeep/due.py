"""When a resource must be looked at again, by what it is: calls change with the season, contacts with the years."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from forum.core import clock
from forum.resources.models import Resource
from forum.resources.queries.deadlines import is_current

DAYS = {"call": 90, "funding": 180, "training": 180, "accompaniment": 365, "contact": 365, "tool": 365}
USUAL = 180
SOON = 30  # days before the review of a document is due: then it stands in the queue
TABLE = Resource.__table__


def next_check(verified_on: date | None, type: str) -> date | None:
    """The day from which a verified resource is to be looked at again."""
    return verified_on + timedelta(days=DAYS.get(type, USUAL)) if verified_on else None


def is_due(verified_on: date | None, type: str) -> bool:
    """Is it to be looked at again?"""
    day = next_check(verified_on, type)
    return day is not None and day <= clock.today()


def due_clause() -> ColumnElement[bool]:
    """The same in SQL: verified resources that are not closed."""
    today = clock.today()
    by_type: list[Any] = [
        and_(TABLE.c.type == type, TABLE.c.verified_on <= today - timedelta(days=days)) for type, days in DAYS.items()
    ]
    return and_(TABLE.c.standing == "verified", is_current(), or_(TABLE.c.verified_on.is_(None), *by_type))
