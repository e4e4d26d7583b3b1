"""What the pages that gather need: counts, what is near, what is due."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.around import Reading, Watch
from forum.items.models.item import Item
from forum.items.policy import listed_to
from forum.items.queries.lists import ACTIVE, Filter, ItemRow, by_ids, listed
from forum.needs.models import Need
from forum.resources.models import Resource
from forum.spaces.models import Space
from forum.threads.models import Acceptance

RESOURCE, NEED = Resource.__table__, Need.__table__


@dataclass(frozen=True, slots=True)
class Door:
    """One of the four kinds on the home page: how many, and one figure that says it lives."""

    kind: str
    count: int
    recent: int


def doors(actor: Actor) -> dict[str, Door]:
    """Counts of the four kinds, and what came in the last thirty days. One query."""
    since = clock.now() - timedelta(days=30)
    recent = func.sum(func.coalesce((Item.created_at >= since).cast(db.Integer), 0))
    rows = select(Item.kind, func.count(), recent).where(listed_to(actor)).group_by(Item.kind)
    return {kind: Door(kind, count, int(new or 0)) for kind, count, new in db.session.execute(rows)}


def answered_lately(actor: Actor, limit: int = 5) -> list[ItemRow]:
    """Threads whose answer was accepted last. Two queries."""
    rows = (
        select(Acceptance.thread_id)
        .join(Item, Item.id == Acceptance.thread_id)
        .where(listed_to(actor))
        .order_by(Item.active_at.desc(), Item.id.desc())
        .limit(limit)
    )
    ids = list(db.session.scalars(rows))
    found = by_ids(ids, actor)
    return [found[each] for each in ids if each in found]


def next_deadlines(actor: Actor, limit: int = 4, around: int | None = None) -> list[ItemRow]:
    """Resources that close next. Two queries."""
    filter = Filter(
        kinds=("resource",), territory_id=around, join=Resource, where=(RESOURCE.c.deadline >= clock.today(),)
    )
    return listed(filter, actor, order=((RESOURCE.c.deadline, False), (Item.id, False)), limit=limit).rows


def needs_in_motion(actor: Actor, limit: int = 4) -> list[ItemRow]:
    """Needs with the most voices that wait for an answer. Two queries."""
    filter = Filter(kinds=("need",), join=Need, where=(NEED.c.status.not_in(("answered", "closed")),))
    return listed(filter, actor, order=((NEED.c.voices, True), (Item.id, True)), limit=limit).rows


def counts_by_space_territory(actor: Actor) -> dict[int, int]:
    """Publications by the territory of their space: the map. One query."""
    rows = (
        select(Space.territory_id, func.count())
        .join(Item, Item.space_id == Space.id)
        .where(listed_to(actor), Space.territory_id.is_not(None))
        .group_by(Space.territory_id)
    )
    return {territory_id: count for territory_id, count in db.session.execute(rows)}


def followed(actor: Actor, limit: int = 12) -> list[ItemRow]:
    """What I follow and have not read to its end, newest first. Two queries and one a kind."""
    spaces = select(Watch.subject_id).where(
        Watch.user_id == actor.id, Watch.subject == "space", Watch.level.in_(("all", "first"))
    )
    items = select(Watch.subject_id).where(
        Watch.user_id == actor.id, Watch.subject == "item", Watch.level.in_(("all", "first"))
    )
    rows = (
        select(Item.id)
        .outerjoin(Reading, (Reading.item_id == Item.id) & (Reading.user_id == actor.id))
        .where(
            listed_to(actor),
            Item.id.in_(items) | Item.space_id.in_(spaces) | Item.space_id.in_(actor.audiences),
            func.coalesce(Reading.number, 0) < Item.last_number,
        )
        .order_by(Item.active_at.desc(), Item.id.desc())
        .limit(limit)
    )
    ids = list(db.session.scalars(rows))
    found = by_ids(ids, actor)
    return [found[each] for each in ids if each in found]


def newest(actor: Actor, limit: int = 6, **filters: object) -> list[ItemRow]:
    """The last active items. Two queries and one a kind."""
    return listed(Filter(**filters), actor, order=ACTIVE, limit=limit).rows  # type: ignore[arg-type]
