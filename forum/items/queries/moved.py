"""Where messages went, what keepers did, their notes."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, true
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.paging import Page, cut, unpack
from forum.core.permissions import Actor
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.models.keeping import Act, MovedMessage, Note
from forum.items.models.post import Post
from forum.items.policy import visible_to
from forum.people.models import User
from forum.spaces.models import Space


def new_place(item_id: int, number: int, actor: Actor) -> str | None:
    """The address that a message has now, when it moved to where the actor may read; else None. One query."""
    row = _moved(item_id, number, actor)
    return path_of(row.kind, row.id, row.slug, row.to_number) if row else None


def new_item(item_id: int, actor: Actor) -> int | None:
    """The publication of which this one is a part now, if the actor may read it; else None. One query."""
    row = _moved(item_id, 1, actor)
    return row.id if row else None


def _moved(item_id: int, number: int, actor: Actor) -> Any:
    rows = (
        select(Item.kind, Item.id, Item.slug, MovedMessage.to_number)
        .join(MovedMessage, MovedMessage.to_id == Item.id)
        .where(MovedMessage.from_id == item_id, MovedMessage.from_number == number, visible_to(actor))
        .where(Item.state != "merged")
    )
    return db.session.execute(rows).first()


@dataclass(frozen=True, slots=True)
class ActRow:
    """One deed of a keeper. `other`: the item that it speaks of, if the reader may see it."""

    id: int
    item_id: int
    after: int
    deed: str
    reason: str
    data: dict
    is_shown: bool
    at: datetime
    undone_at: datetime | None
    by: str
    by_handle: str
    title: str
    kind: str
    slug: str
    state: str
    space: str
    space_slug: str
    space_id: int
    space_visibility: str
    other_title: str = ""
    other_url: str = ""

    @property
    def url(self) -> str:
        """The page where it happened."""
        return path_of(self.kind, self.item_id, self.slug)

    @property
    def until(self) -> date | None:
        """The day until which it is pinned."""
        moment = self.data.get("until")
        return datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Paris")).date() if moment else None

    @property
    def moved(self) -> list[tuple[int, str]]:
        """Former numbers here, fifty at most, each with where its message is now: anchors of old links."""
        if not self.other_url:
            return []
        here = [step for step in self.data.get("steps", ()) if step[0] == self.item_id and step[1] > 1]
        base = self.other_url.split("?")[0]
        return [(step[1], f"{base}?post={step[3]}#post-{step[3]}" if step[3] > 1 else base) for step in here[:50]]


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note of a keeper."""

    id: int
    number: int
    text: str
    by: str
    at: datetime


def _acts() -> Any:
    return (
        select(
            Act.id, Act.item_id, Act.after, Act.deed, Act.reason, Act.data, Act.is_shown, Act.at, Act.undone_at,
            User.name, User.handle, Act.title, Item.kind, Item.slug, Item.state, Space.name, Space.slug, Act.space_id, Space.visibility,
        )
        .join(User, User.id == Act.by_id)
        .join(Item, Item.id == Act.item_id)
        .join(Space, Space.id == Act.space_id)
    )  # fmt: skip


def lines_of(item_id: int, actor: Actor) -> dict[int, list[ActRow]]:
    """The lines of a page, by the public message under which each stands. Two queries at most."""
    shown = aliased(Post)
    place = (
        select(func.max(shown.number))
        .where(shown.item_id == Act.item_id, shown.number <= Act.after, shown.state == "public")
        .correlate(Act)
        .scalar_subquery()
    )
    rows = (
        _acts()
        .add_columns(func.coalesce(place, 1))
        .where(Act.item_id == item_id, Act.is_shown, Act.undone_at.is_(None))
        .order_by(Act.id)
        .limit(200)
    )
    found = db.session.execute(rows).all()
    acts = _with_others([ActRow(*row[:-1]) for row in found], actor)
    lines: dict[int, list[ActRow]] = {}
    for act, row in zip(acts, found, strict=True):
        lines.setdefault(row[-1], []).append(act)
    return lines


def acts_of(item_id: int, actor: Actor) -> list[ActRow]:
    """All that was done to an item, newest first. Two queries."""
    rows = db.session.execute(_acts().where(Act.item_id == item_id).order_by(Act.id.desc()).limit(200))
    return _with_others([ActRow(*row) for row in rows], actor)


def log(actor: Actor, *, key: str = "", limit: int = 50) -> Page[ActRow]:
    """What was done in the spaces that the actor keeps, newest first. Two queries."""
    kept = true() if actor.is_admin else Act.space_id.in_(actor.moderates)
    rows = _acts().where(kept, Act.deed != "received").order_by(Act.id.desc()).limit(limit + 1)
    if after := unpack(key, 1):
        rows = rows.where(Act.id < after[0])
    page = cut([ActRow(*row) for row in db.session.execute(rows)], limit, lambda row: (row.id,))
    return Page(_with_others(page.rows, actor), page.next)


def _with_others(acts: list[ActRow], actor: Actor) -> list[ActRow]:
    """The other item of each deed, where the actor may read it. One query, none when there is no such deed."""
    wanted = {other for act in acts if (other := act.data.get("to_id") or act.data.get("from_id"))}
    if not wanted:
        return acts
    rows = select(Item.id, Item.kind, Item.slug, Item.title).where(Item.id.in_(wanted), visible_to(actor))
    known = {row.id: (row.title, path_of(row.kind, row.id, row.slug)) for row in db.session.execute(rows)}
    return [_named(act, known) for act in acts]


def _named(act: ActRow, known: dict[int, tuple[str, str]]) -> ActRow:
    other = known.get(act.data.get("to_id") or act.data.get("from_id") or 0)
    return replace(act, other_title=other[0], other_url=other[1]) if other else act


def notes_of(item_id: int) -> list[NoteRow]:
    """What keepers wrote to each other about an item and its messages, oldest first. One query."""
    rows = (
        select(Note.id, Note.number, Note.text, User.name, Note.at)
        .join(User, User.id == Note.by_id)
        .where(Note.item_id == item_id)
        .order_by(Note.id)
        .limit(200)
    )
    return [NoteRow(*row) for row in db.session.execute(rows)]


def act_by_id(act_id: int) -> Act | None:
    """One deed, for a rule to be asked of it. One query."""
    return db.session.get(Act, act_id)
