"""A sheet as it is for one place: what its region and its department say otherwise, the nearest first.

The sheet stays one row. Dates go together: a place that says one of them says them all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from forum.core.db import db
from forum.people.models import User
from forum.resources.around import LOCAL, Complement
from forum.resources.models import Resource
from forum.territories.queries import Node, tree

TABLE, HERE = Resource.__table__, Complement.__table__
DATES = ("opens_on", "deadline", "status", "windows", "usual_month")
AHEAD = ("next_opens_on", "next_deadline")  # worked out of the windows, never said
NO_DATES = {"opens_on": None, "deadline": None, "status": "", "windows": [], "usual_month": None,
            "next_opens_on": None, "next_deadline": None}  # fmt: skip
SINGLE = tuple(name for name in LOCAL if name not in DATES)


@dataclass(frozen=True, slots=True)
class LocalRow:
    """What one territory says. `facts`: only those that it says."""

    resource_id: int
    territory_id: int
    source: str
    html: str
    version: int
    verified_on: date
    verifier: str | None
    facts: Mapping[str, Any]

    @property
    def node(self) -> Node:
        """Where."""
        return tree().nodes[self.territory_id]


def complements_of(resource_ids: Iterable[int]) -> dict[int, list[LocalRow]]:
    """All complements of these sheets, regions before departments, by name. One query."""
    columns = [HERE.c[name] for name in (*LOCAL, *AHEAD)]
    rows = (
        select(HERE.c.resource_id, HERE.c.territory_id, HERE.c.source, HERE.c.html, HERE.c.version,
               HERE.c.verified_on, User.name, *columns)
        .outerjoin(User, User.id == HERE.c.verified_by_id)
        .where(HERE.c.resource_id.in_(list(resource_ids)))
    )  # fmt: skip
    found: dict[int, list[LocalRow]] = {}
    for row in db.session.execute(rows):
        facts = {name: value for name, value in zip((*LOCAL, *AHEAD), row[7:], strict=True) if value is not None}
        if facts.keys() & set(DATES):
            facts = {**NO_DATES, **facts}
        found.setdefault(row.resource_id, []).append(LocalRow(*row[:7], facts))
    for each in found.values():
        each.sort(key=lambda row: (len(row.node.above), row.node.name))
    return found


def nearest_first(rows: Iterable[LocalRow], place: Node | None) -> list[LocalRow]:
    """Those that count for a place: its own, then that of what holds it."""
    near = {territory_id: at for at, territory_id in enumerate(place.above if place else ())}
    return sorted((row for row in rows if row.territory_id in near), key=lambda row: near[row.territory_id])


def laid_over(columns: Mapping[str, Any], rows: Iterable[LocalRow]) -> tuple[dict[str, Any], dict[str, LocalRow]]:
    """(the facts as they are there, which row each local one comes from). `rows`: nearest first."""
    merged, local = dict(columns), {}
    for row in rows:
        for name, value in row.facts.items():
            if name not in local:
                merged[name], local[name] = value, row
    return merged, local


def seen_from(place: Node | None, local: Any, usual: Any, says: ColumnElement[bool]) -> Any:
    """In SQL: `local` (of complements) where a place says something, else `usual`. `says`: does the row count?"""
    if place is None:
        return usual
    near = case({each: at for at, each in enumerate(place.above)}, value=HERE.c.territory_id)
    nearest = (
        select(local)
        .where(HERE.c.resource_id == TABLE.c.id, HERE.c.territory_id.in_(place.above), says)
        .order_by(near)
        .limit(1)
        .correlate(TABLE)
        .scalar_subquery()
    )
    return case((TABLE.c.complements > 0, func.coalesce(nearest, usual)), else_=usual)


def says_dates() -> ColumnElement[bool]:
    """The row of a complement speaks of dates."""
    return or_(
        HERE.c.opens_on.is_not(None),
        HERE.c.deadline.is_not(None),
        HERE.c.status.is_not(None),
        HERE.c.usual_month.is_not(None),
    )
