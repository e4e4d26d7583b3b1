"""Lists of items: one filter object for pages, feeds and the API, pages by key, two queries a page."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from forum.core.db import db
from forum.core.paging import Order, Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.items.kinds import Facts, kind, path_of
from forum.items.models.item import Item, ItemTag, ItemTerritory, ItemTheme
from forum.items.models.keeping import ItemSpace
from forum.items.policy import listed_to
from forum.items.queries.places import Place, places
from forum.people.models import Organisation, User
from forum.spaces.models import Space
from forum.territories.models import Tag
from forum.territories.queries import tag, tree


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a list. `facts`: what its kind adds (state, deadline, level, amounts…)."""

    id: int
    kind: str
    title: str
    slug: str
    summary: str
    space_slug: str
    space_name: str
    author_handle: str
    author: str
    organisation_name: str | None
    territory_id: int | None
    replies: int
    created_at: datetime
    active_at: datetime
    pinned: bool
    is_example: bool
    facts: Facts = field(default_factory=dict)
    place: Place | None = None  # of the reader in it

    @property
    def url(self) -> str:
        """Its page."""
        return path_of(self.kind, self.id, self.slug)

    @property
    def href(self) -> str:
        """Its page where the reader stopped."""
        return self.url + (self.place.anchor if self.place else "")

    @property
    def space_url(self) -> str:
        """Its space's page."""
        return f"/spaces/{self.space_slug}"

    @property
    def territory_name(self) -> str:
        """The name of its seat, or nothing."""
        return tree().nodes[self.territory_id].name if self.territory_id in tree().nodes else ""

    @property
    def state(self) -> str:
        """The state word of its kind: solved, verified, proposed…"""
        return str(self.facts.get("state", ""))

    @property
    def updated_at(self) -> datetime:
        """Last activity."""
        return self.active_at


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list holds. `where`: clauses of a kind's own filters."""

    kinds: tuple[str, ...] = ()
    space_id: int | None = None
    territory_id: int | None = None  # here, above and below
    theme_ids: tuple[int, ...] = ()
    tag_id: int | None = None
    author_id: int | None = None
    organisation_id: int | None = None
    where: tuple[ColumnElement[bool], ...] = ()
    join: type[Item] | None = None  # the kind's table, when `where` or `order` speak of it
    place_id: int | None = None  # rows tell what holds there; narrows nothing

    def on(self, rows: Select, actor: Actor) -> Select:
        """Apply it, with the actor's rights."""
        if self.join is not None:
            table = self.join.__table__  # type: ignore[attr-defined]
            rows = rows.join(table, table.c.id == Item.id)
        rows = rows.where(listed_to(actor), *self.where)
        if self.kinds:
            rows = rows.where(Item.kind.in_(self.kinds))
        if self.space_id is not None:
            also = select(ItemSpace.item_id).where(ItemSpace.space_id == self.space_id)
            rows = rows.where(or_(Item.space_id == self.space_id, Item.id.in_(also)))
        if self.territory_id:
            around = tree().around(self.territory_id)
            rows = rows.where(_has(ItemTerritory, ItemTerritory.territory_id.in_(around)))
        if self.theme_ids:
            rows = rows.where(_has(ItemTheme, ItemTheme.theme_id.in_(self.theme_ids)))
        if self.tag_id:
            rows = rows.where(_has(ItemTag, ItemTag.tag_id == self.tag_id))
        if self.author_id:
            rows = rows.where(Item.author_id == self.author_id)
        if self.organisation_id:
            rows = rows.where(Item.organisation_id == self.organisation_id)
        return rows


def _has(table: Any, clause: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(table.item_id == Item.id, clause)


ACTIVE: Order = ((Item.active_at, True), (Item.id, True))
NEWEST: Order = ((Item.created_at, True), (Item.id, True))
PINNED_FIRST: Order = ((Item.pinned, True), (Item.active_at, True), (Item.id, True))

_COLUMNS = (
    Item.id, Item.kind, Item.title, Item.slug, Item.summary, Space.slug, Space.name, User.handle, User.name,
    Organisation.name, Item.territory_id, Item.replies, Item.created_at, Item.active_at, Item.pinned, Item.is_example,
)  # fmt: skip


def row_columns() -> Select:
    """The columns of an ItemRow, in its order, with the tables that they need."""
    return (
        select(*_COLUMNS)
        .join(Space, Space.id == Item.space_id)
        .join(User, User.id == Item.author_id)
        .outerjoin(Organisation, Organisation.id == Item.organisation_id)
    )


def listed(filter: Filter, actor: Actor, *, order: Order = ACTIVE, key: str = "", limit: int = 20) -> Page[ItemRow]:
    """A page of items. One query, and one for each kind that is on the page."""
    rows = filter.on(row_columns().add_columns(*(column for column, _desc in order)), actor)
    if values := unpack(key, len(order)):
        rows = rows.where(beyond(order, values))
    found = db.session.execute(rows.order_by(*sorting(order)).limit(limit + 1)).all()
    width = len(_COLUMNS)
    page = cut(found, limit, lambda row: tuple(row[width:]))
    return Page(dress([ItemRow(*row[:width]) for row in page.rows], filter.place_id or filter.territory_id), page.next)


def by_ids(ids: list[int], actor: Actor, place_id: int | None = None) -> dict[int, ItemRow]:
    """Rows of these items that the actor may see in lists. One query, and one for each kind."""
    if not ids:
        return {}
    found = db.session.execute(row_columns().where(Item.id.in_(ids), listed_to(actor))).all()
    return {row.id: row for row in dress([ItemRow(*row) for row in found], place_id)}


def dress(rows: list[ItemRow], place_id: int | None = None) -> list[ItemRow]:
    """Add what each kind has to say of its rows, for a place if it is known: one query a kind, two at most."""
    facts: dict[int, Facts] = {}
    for name in dict.fromkeys(row.kind for row in rows):
        known = kind(name).facts([row.id for row in rows if row.kind == name])
        if place_id and (there := kind(name).there):
            there(known, place_id)
        facts.update(known)
    return [replace(row, facts=facts.get(row.id, {})) for row in rows]


def tag_known(slug: str, actor: Actor) -> Tag | None:
    """A tag that something in the actor's lists has: others stay unknown, their words may be private.

    A word that was merged answers the one that it became. Two queries, and one a merger.
    """
    word = tag(slug)
    while word and word.merged_into_id:
        word = db.session.get(Tag, word.merged_into_id)
    if word is None:
        return None
    used = select(Item.id).join(ItemTag, ItemTag.item_id == Item.id).where(ItemTag.tag_id == word.id, listed_to(actor))
    return word if db.session.scalar(used.limit(1)) else None


def placed(rows: list[ItemRow], actor: Actor) -> list[ItemRow]:
    """Add where the reader stopped in each and what is new there. One query for members, none for visitors."""
    found = places([row.id for row in rows], actor)
    return [replace(row, place=found.get(row.id)) for row in rows]


def counted(filter: Filter, actor: Actor) -> dict[str, int]:
    """How many of each kind. One query."""
    rows = filter.on(select(Item.kind, func.count()), actor).group_by(Item.kind)
    return {name: count for name, count in db.session.execute(rows)}
