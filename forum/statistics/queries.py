"""Public figures, month by month."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import VISITOR
from forum.spaces.models import Space
from forum.spaces.policy import listed_for, readable_by
from forum.statistics.models import DailyCount

# What the page shows → the names that it is counted under.
MEASURES = {
    "questions": "question.published",
    "answers": "post.published",
    "answered": "question.answered",
    "documents": "document.published",
    "resources": "resource.newly_verified",
    "needs": "need.published",
}


@dataclass(slots=True)
class Month:
    """One line of the table; `first` is the first day of the month."""

    first: date
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def share(self) -> int | None:
        """Answered questions among those asked this month, in per cent; None when nobody asked."""
        asked = self.counts["questions"]
        return round(100 * self.counts["answered"] / asked) if asked else None


def months(how_many: int = 24) -> list[Month]:
    """The last months in which something happened, newest first. One query.

    Only open spaces count: a figure must not tell what happens behind a door.
    """
    today = clock.today()
    since = date(today.year - how_many // 12, today.month, 1)
    open_spaces = select(Space.id).where(listed_for(VISITOR), readable_by(VISITOR))
    rows = (
        select(DailyCount.day, DailyCount.name, func.sum(DailyCount.count))
        .where(DailyCount.name.in_(MEASURES.values()), DailyCount.day >= since)
        .where(DailyCount.space_id.in_(open_spaces))
        .group_by(DailyCount.day, DailyCount.name)
    )
    names = {name: measure for measure, name in MEASURES.items()}
    found: dict[date, Month] = {}
    for day, name, number in db.session.execute(rows):
        first = day.replace(day=1)
        found.setdefault(first, Month(first)).counts[names[name]] += int(number)
    return sorted(found.values(), key=lambda month: month.first, reverse=True)


def total(rows: list[Month]) -> Month:
    """All of them in one line."""
    whole = Month(date.min)
    for row in rows:
        for measure, number in row.counts.items():
            whole.counts[measure] += number
    return whole
