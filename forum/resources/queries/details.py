"""All that a resource's page says, in one query."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.people.models import User
from forum.resources.models import Resource, ResourceAudience, ResourceZone, Verification
from forum.resources.queries.deadlines import last_moment, state_of
from forum.resources.queries.local import LocalRow, complements_of, laid_over, nearest_first
from forum.territories.queries import Node

TABLE = Resource.__table__


@dataclass(frozen=True, slots=True)
class Details:
    """The facts of a resource. `columns`: as the table has them; an empty one means unknown."""

    columns: Mapping[str, Any]
    verifier_handle: str | None
    verifier_name: str | None
    audiences: list[str]
    zones: list[str]
    time: str
    place: Node | None = None  # for which these facts are
    said_there: list[LocalRow] = field(default_factory=list)  # that count for the place, the nearest first
    elsewhere: list[LocalRow] = field(default_factory=list)  # of other places
    local: Mapping[str, LocalRow] = field(default_factory=dict)  # facts that the place says otherwise

    def __getattr__(self, name: str) -> Any:
        """A column by its name: rules and templates ask a Details what they ask a Resource."""
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def last_moment(self) -> datetime | None:
        """23:59 in Paris on the day of the deadline."""
        return last_moment(self.columns["deadline"]) if self.columns["deadline"] else None


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked whether it is still true."""

    name: str
    at: datetime
    note: str


def details(resource_id: int) -> Details:
    """All facts of one resource. One query."""
    row = db.session.execute(
        select(
            TABLE,
            User.handle.label("verifier_handle"),
            User.name.label("verifier_name"),
            _codes(ResourceAudience.actor_type, ResourceAudience.resource_id).label("audiences"),
            _codes(ResourceZone.zone, ResourceZone.resource_id).label("zones"),
        )  # fmt: skip
        .outerjoin(User, User.id == TABLE.c.verified_by_id)
        .where(TABLE.c.id == resource_id)
    ).one()
    columns = dict(row._mapping)
    handle, name = columns.pop("verifier_handle"), columns.pop("verifier_name")
    audiences, zones = (sorted((columns.pop(each) or "").split(",")) for each in ("audiences", "zones"))
    return Details(columns, handle, name, [*filter(None, audiences)], [*filter(None, zones)], state_of(row))


def required(names: list[str], actor: Actor) -> list[tuple[str, str]]:
    """(title, path) of what must be had first: by our number or by that of the source. One query, none without."""
    if not names:
        return []
    numbers = {each: int(each.lstrip("#")) for each in names if each.lstrip("#").isdecimal() and len(each) < 10}
    rows = select(Item.id, Item.external_id, Item.title, Item.slug).where(
        Item.kind == "resource", visible_to(actor), Item.external_id.in_(names) | Item.id.in_(numbers.values())
    )
    known = {}
    for row in db.session.execute(rows):
        known[row.id] = known[row.external_id] = (row.title, path_of("resource", row.id, row.slug))
    return [known.get(each) or known.get(numbers.get(each)) or (each, "") for each in names]


def seen_from(found: Details, resource_id: int, place: Node | None) -> Details:
    """The same as it is for a place. One query, none for a sheet that nothing complements."""
    if not found.complements:
        return replace(found, place=place)
    rows = complements_of([resource_id]).get(resource_id, [])
    near = nearest_first(rows, place)
    columns, local = laid_over(found.columns, near)
    seen = replace(found, columns=columns, place=place, said_there=near, local=local,
                   elsewhere=[row for row in rows if row not in near])  # fmt: skip
    return replace(seen, time=state_of(seen))


def _codes(column: Any, owner: Any) -> Any:
    """The codes of one resource in one text, joined by commas."""
    return select(func.aggregate_strings(column, ",")).where(owner == TABLE.c.id).scalar_subquery()


def looks(resource_id: int, limit: int = 20) -> list[Look]:
    """Who looked, the last first. One query."""
    rows = (
        select(User.name, Verification.at, Verification.note)
        .join(User, User.id == Verification.by_id)
        .where(Verification.resource_id == resource_id)
        .order_by(Verification.at.desc(), Verification.id.desc())
        .limit(limit)
    )
    return [Look(*row) for row in db.session.execute(rows)]
