"""Jumps by date: an index on (item, date) carries them, whatever the length of the discussion."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select

from forum.core.db import db
from forum.items.models.post import Post
from forum.items.queries.heads import Head

MONTHS = 48  # a longer discussion is shown by years


@dataclass(frozen=True, slots=True)
class Stop:
    """The first message of a month (or a year), and how many follow until the next: hidden ones are counted too."""

    day: date
    number: int
    count: int


def number_at(item_id: int, day: date) -> int | None:
    """The first public message of this day or later. One query."""
    rows = select(Post.number).where(
        Post.item_id == item_id, Post.state == "public", Post.created_at >= datetime.combine(day, time(), UTC)
    )
    return db.session.scalar(rows.order_by(Post.created_at, Post.number).limit(1))


def stops(head: Head) -> tuple[list[Stop], bool]:
    """The stops, and whether they are months. One query with a lookup by key for each stop."""
    days, by_month = _days(head.created_at.date(), head.active_at.date())
    lookups = [
        select(Post.number)
        .where(Post.item_id == head.id, Post.created_at >= datetime.combine(day, time(), UTC))
        .order_by(Post.created_at, Post.number)
        .limit(1)
        .scalar_subquery()
        for day in days
    ]
    numbers = list(db.session.execute(select(*lookups)).one())
    found: list[Stop] = []
    following = head.last_number + 1
    for day, number in reversed(list(zip(days, numbers, strict=True))):
        if number is not None and number < following:
            found.append(Stop(day, number, following - number))
            following = number
    return found[::-1], by_month


def _days(first: date, last: date) -> tuple[list[date], bool]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months > MONTHS:
        return [date(year, 1, 1) for year in range(first.year, last.year + 1)], False
    start = first.year * 12 + first.month - 1
    return [date((start + each) // 12, (start + each) % 12 + 1, 1) for each in range(months)], True
