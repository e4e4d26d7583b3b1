"""What the pages that gather need: counts, what is near, what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, literal, select, union_all

from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.items.policy import listed_to
from forum.items.queries import unread
from forum.items.queries.lists import ACTIVE, Filter, ItemRow, by_ids, listed, placed
from forum.needs.models import Need
from forum.resources.models import Resource
from forum.spaces.models import JoinRequest, Membership, Space
from forum.spaces.policy import listed_for
from forum.threads.models import Acceptance

RESOURCE, NEED = Resource.__table__, Need.__table__


@dataclass(frozen=True, slots=True)
class Door:
    """One of the four kinds on the home page: how many, and one figure that says it lives."""

    kind: str
    count: int
    recent: int


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the publications of a space. `children`: (slug, name); `role`: as `role_in` says it."""

    counts: dict[str, int]
    children: list[tuple[str, str]]
    role: str


def around_space(space_id: int, actor: Actor) -> Around:
    """How many of each kind, the spaces inside, the actor's own role. One query for the three."""
    kind, slug, name, number = (
        literal(each).label(label) for each, label in (("", "a"), ("", "b"), ("", "c"), (0, "n"))
    )
    counts = Filter(space_id=space_id).on(select(literal("count"), Item.kind, slug, func.count()), actor)
    children = select(literal("child"), Space.slug, Space.name, Space.position).where(
        Space.parent_id == space_id, listed_for(actor)
    )
    member = select(literal("role"), Membership.role, name, number).where(
        Membership.user_id == actor.id, Membership.space_id == space_id
    )
    waits = (
        select(literal("asked"), kind, name, number)
        .select_from(JoinRequest)
        .where(JoinRequest.user_id == actor.id, JoinRequest.space_id == space_id)
    )
    rows = db.session.execute(union_all(counts.group_by(Item.kind), children, member, waits)).all()
    by = {what: [row[1:] for row in rows if row[0] == what] for what in ("count", "child", "role", "asked")}
    inside = sorted(by["child"], key=lambda row: (row[2], row[1]))
    role = by["role"][0][0] if by["role"] else "asked" if by["asked"] else ""
    return Around({row[0]: row[2] for row in by["count"]}, [(row[0], row[1]) for row in inside], role)


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


def changed_for(actor: Actor, since: datetime, shown: list[int], limit: int = 12) -> Page[ItemRow]:
    """What I follow or read and have not read to its end, what is new in my spaces, beside what is shown already.

    Three queries and one a kind.
    """
    rows = listed(Filter(where=(unread.changed(actor, since), Item.id.not_in(shown))), actor, limit=limit)
    return Page(placed(rows.rows, actor), rows.next)


def latest_threads(actor: Actor, shown: list[int], limit: int = 5) -> list[ItemRow]:
    """The last active discussions beside those that are shown already. Two queries."""
    others = Item.id.not_in(shown)
    filter = Filter(kinds=("thread",), where=(others, unread.not_muted(actor)))
    return listed(filter, actor, order=ACTIVE, limit=limit).rows
