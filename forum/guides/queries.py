"""Guides as pages need them: lists, contents, the place of a sheet. Rights of space and publications in the clause."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from forum.core.db import db
from forum.core.paging import Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.guides.models import KINDS, Guide, Part
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.policy import listed_to, visible_to
from forum.people.models import User
from forum.spaces.models import Space
from forum.spaces.policy import listed_for, readable_by


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A guide in a list."""

    id: int
    title: str
    slug: str
    summary: str
    changed_at: datetime
    space_id: int
    space_slug: str
    space_name: str
    sheets: int

    @property
    def url(self) -> str:
        """Its page."""
        return f"/guides/{self.id}-{self.slug}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a guide. `number`: of a sheet or resource among those that the reader sees; 0 for a heading."""

    id: int
    depth: int
    title: str
    item_id: int | None = None
    kind: str = ""
    slug: str = ""
    summary: str = ""
    number: int = 0
    is_unseen: bool = False  # a publication that the reader may not see: told to those who arrange the guide

    @property
    def url(self) -> str:
        """Its page, or nothing."""
        return path_of(self.kind, self.item_id, self.slug) if self.item_id and self.kind else ""


@dataclass(frozen=True, slots=True)
class Whole:
    """A sheet as it is read in the whole guide."""

    id: int
    kind: str
    title: str
    slug: str
    summary: str
    html: str
    author: str
    created_at: datetime
    edited_at: datetime | None
    source: str

    @property
    def url(self) -> str:
        """Its page."""
        return path_of(self.kind, self.id, self.slug)


@dataclass(slots=True)
class Place:
    """Where a publication stands in a guide."""

    guide: GuideRow
    number: int = 0
    total: int = 0
    previous: Line | None = None
    next: Line | None = None


def find(guide_id: int, actor: Actor) -> Guide | None:
    """The guide, for whoever may read its space. One query."""
    rows = select(Guide).join(Space, Space.id == Guide.space_id).where(Guide.id == guide_id, readable_by(actor))
    return db.session.scalars(rows).first()


def _rows(actor: Actor) -> Any:
    counted = (
        select(func.count())
        .select_from(Part)
        .join(Item, Item.id == Part.item_id)
        .where(Part.guide_id == Guide.id, visible_to(actor), Item.state == "public")
        .correlate(Guide)
        .scalar_subquery()
    )
    return select(
        Guide.id, Guide.title, Guide.slug, Guide.summary, Guide.changed_at, Guide.space_id, Space.slug, Space.name,
        counted,
    ).join(Space, Space.id == Guide.space_id)  # fmt: skip


def row_of(guide: Guide, actor: Actor) -> GuideRow:
    """One guide as a row. One query."""
    return GuideRow(*db.session.execute(_rows(actor).where(Guide.id == guide.id)).one())


ORDER = ((Guide.changed_at, True), (Guide.id, True))


def guides(actor: Actor, *, space_id: int | None = None, key: str = "", limit: int = 50) -> Page[GuideRow]:
    """The guides that the actor is shown, the last changed first. One query; carried by changed_at or space_id."""
    rows = _rows(actor).where(readable_by(actor), Guide.space_id == space_id if space_id else listed_for(actor))
    if values := unpack(key, 2):
        rows = rows.where(beyond(ORDER, values))
    found = [GuideRow(*row) for row in db.session.execute(rows.order_by(*sorting(ORDER)).limit(limit + 1))]
    return cut(found, limit, lambda row: (row.changed_at, row.id))


def by_ids(ids: list[int], actor: Actor) -> list[GuideRow]:
    """Those of these that the actor is shown. One query."""
    rows = _rows(actor).where(Guide.id.in_(ids), readable_by(actor), listed_for(actor))
    return [GuideRow(*row) for row in db.session.execute(rows)]


def has_guides(space_id: int) -> bool:
    """Of a space whose page the reader sees already. One query."""
    return db.session.scalar(select(Guide.id).where(Guide.space_id == space_id).limit(1)) is not None


def tended(actor: Actor, item_id: int) -> list[tuple[int, str, str, bool]]:
    """(id, title, space, holds the item already) of the guides that the actor arranges. One query."""
    holds = select(Part.id).where(Part.guide_id == Guide.id, Part.item_id == item_id).exists()
    rows = select(Guide.id, Guide.title, Space.name, holds).join(Space, Space.id == Guide.space_id)
    rows = rows.where(readable_by(actor))
    if not actor.is_admin:
        rows = rows.where(Guide.space_id.in_(actor.moderates | actor.curates))
    return [tuple(row) for row in db.session.execute(rows.order_by(Guide.title).limit(200))]  # type: ignore[misc]


# What `_lines` reads of a part, and of the publication that it leads to.
_LINE = (
    Part.id, Part.depth, Part.title, Part.item_id, Item.id, Item.kind, Item.title, Item.slug, Item.summary,
)  # fmt: skip


def contents(guide_id: int, actor: Actor, *, with_unseen: bool = False) -> list[Line]:
    """Its lines in order, with the titles that the actor may see. One query, carried by (guide_id, position)."""
    seen = and_(Item.id == Part.item_id, Item.state == "public", visible_to(actor))
    rows = select(*_LINE).outerjoin(Item, seen).where(Part.guide_id == guide_id).order_by(Part.position, Part.id)
    return _lines(db.session.execute(rows).all(), with_unseen)


def _lines(rows: Any, with_unseen: bool = False) -> list[Line]:
    found, number = [], 0
    for part_id, depth, heading, wanted, item_id, kind, title, slug, summary in rows:
        if wanted is None:
            found.append(Line(part_id, depth, heading))
        elif item_id is not None:
            number += 1
            found.append(Line(part_id, depth, title, item_id, kind, slug, summary, number))
        elif with_unseen:
            found.append(Line(part_id, depth, "", is_unseen=True))
    # What stood inside a line that is not shown stands on its own.
    return [
        line if line.depth == 0 or any(each.depth == 0 for each in found[:place]) else replace(line, depth=0)
        for place, line in enumerate(found)
    ]


def places_of(item_id: int, actor: Actor, limit: int = 3) -> list[Place]:
    """In which guides a publication stands, and what comes before and after it there. Two queries; one for none."""
    mine = select(Part.guide_id).where(Part.item_id == item_id)
    rows = _rows(actor).where(Guide.id.in_(mine), readable_by(actor)).order_by(Guide.id).limit(limit)
    found = {row[0]: Place(GuideRow(*row)) for row in db.session.execute(rows)}
    if not found:
        return []
    seen = and_(Item.id == Part.item_id, Item.state == "public", visible_to(actor))
    lines = (
        select(Part.guide_id, *_LINE)
        .join(Item, seen)
        .where(Part.guide_id.in_(found))
        .order_by(Part.guide_id, Part.position, Part.id)
    )
    by_guide: dict[int, list[Any]] = {}
    for guide_id, *line in db.session.execute(lines):
        by_guide.setdefault(guide_id, []).append(line)
    for guide_id, place in found.items():
        held = _lines(by_guide.get(guide_id, ()))
        at = next((each for each, line in enumerate(held) if line.item_id == item_id), None)
        if at is not None:
            place.number, place.total = at + 1, len(held)
            place.previous = held[at - 1] if at else None
            place.next = held[at + 1] if at + 1 < len(held) else None
    return [place for place in found.values() if place.number]


@dataclass(slots=True)
class Texts:
    """The whole of a guide: its lines, and the texts of what they lead to."""

    lines: list[Line]
    sheets: dict[int, Whole] = field(default_factory=dict)


def texts_of(guide_id: int, actor: Actor) -> Texts:
    """For reading or printing it whole. Two queries, however many sheets."""
    found = Texts(contents(guide_id, actor))
    found.sheets = {row.id: row for row in sheets([line.item_id for line in found.lines if line.item_id], actor)}
    return found


def sheets(ids: list[int], actor: Actor) -> list[Whole]:
    """The texts of some publications that the actor may read. One query."""
    rows = (
        select(
            Item.id, Item.kind, Item.title, Item.slug, Item.summary, Item.html, User.name, Item.created_at,
            Item.edited_at, Item.source,
        )
        .join(User, User.id == Item.author_id)
        .where(Item.id.in_(ids), visible_to(actor))
        .order_by(Item.id)
    )  # fmt: skip
    return [Whole(*row) for row in db.session.execute(rows)]


def to_add(guide: Guide, actor: Actor, limit: int = 100) -> list[tuple[int, str, str]]:
    """(id, kind, title) of sheets and resources of its space that it does not hold. One query."""
    held = select(Part.item_id).where(Part.guide_id == guide.id, Part.item_id.is_not(None))
    rows = select(Item.id, Item.kind, Item.title).where(
        Item.space_id == guide.space_id, Item.kind.in_(KINDS), Item.id.not_in(held), listed_to(actor)
    )
    found = db.session.execute(rows.order_by(Item.kind, Item.title).limit(limit))
    return [(row.id, row.kind, row.title) for row in found]


def readable_items(ids: list[int], actor: Actor) -> list[Item]:
    """Publications by number, in that order, as far as the actor may read them. One query (and one a kind)."""
    found = {item.id: item for item in db.session.scalars(select(Item).where(Item.id.in_(ids), visible_to(actor)))}
    return [found[each] for each in ids if each in found]
