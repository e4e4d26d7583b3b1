"""What was decided: the log, the statement that an author reads, the notes that stand in the page."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.i18n import _
from forum.core.paging import Page, cut, unpack, whole
from forum.core.permissions import Actor
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.moderation.models import Decision, Report
from forum.people.models import User
from forum.spaces.models import Space


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision in the log."""

    id: int
    deed: str
    ground: str
    text: str
    at: datetime
    undoes_id: int | None
    by: str
    author: str
    item_id: int
    number: int
    title: str
    kind: str
    slug: str
    space: str
    space_slug: str
    is_untold: bool = False  # for a reader who is not in that conversation

    @property
    def url(self) -> str:
        """The message that it was about; the case, for whoever is not in that conversation."""
        if self.is_untold:
            return f"/moderation/items/{self.item_id}/messages/{self.number}"
        return path_of(self.kind, self.item_id, self.slug, self.number)


def _rows() -> Select:
    by, author = aliased(User), aliased(User)
    return (
        select(
            Decision.id, Decision.deed, Decision.ground, Decision.text, Decision.at, Decision.undoes_id, by.name,
            author.name, Decision.item_id, Decision.number, Item.title, Item.kind, Item.slug, Space.name, Space.slug,
        )
        .join(by, by.id == Decision.by_id)
        .join(author, author.id == Decision.author_id)
        .join(Item, Item.id == Decision.item_id)
        .join(Space, Space.id == Decision.space_id)
        .order_by(Decision.id.desc())
    )  # fmt: skip


def _kept(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_admin else Decision.space_id.in_(actor.moderates)


def log(actor: Actor, *, key: str = "", limit: int = 50) -> Page[DecisionRow]:
    """What was done in the spaces that the actor keeps, newest first. One query."""
    rows = _rows().where(_kept(actor)).limit(limit + 1)
    if after := unpack(key, 1):
        rows = rows.where(Decision.id < whole(after[0]))
    found = [untold(DecisionRow(*row)) for row in db.session.execute(rows)]
    return cut(found, limit, lambda row: (row.id,))


def untold(row: DecisionRow) -> DecisionRow:
    """As those who decide see it: the subject of a conversation stays with those who are in it."""
    if row.kind != "conversation":
        return row
    return replace(row, title=_("Private conversation"), is_untold=True)


def about(item_id: int, number: int) -> list[DecisionRow]:
    """All that was decided about one message, newest first. One query."""
    rows = _rows().where(Decision.item_id == item_id, Decision.number == number).limit(100)
    return [untold(DecisionRow(*row)) for row in db.session.execute(rows)]


def decision(decision_id: int) -> Decision | None:
    """One decision, for a rule to be asked of it. One query."""
    return db.session.get(Decision, decision_id)


def statement(decision_id: int) -> DecisionRow | None:
    """One decision as it is shown. One query."""
    row = db.session.execute(_rows().where(Decision.id == decision_id)).first()
    return DecisionRow(*row) if row else None


@dataclass(frozen=True, slots=True)
class Followed:
    """What whoever holds a receipt may know: never the message, nor who decided."""

    receipt: str
    reason: str
    text: str
    state: str
    at: datetime
    decided_at: datetime | None
    deed: str | None
    why: str | None


def followed(receipt: str) -> Followed | None:
    """A report by its receipt. One query."""
    rows = (
        select(Report.receipt, Report.reason, Report.text, Report.state, Report.at, Decision.at, Decision.deed,
               Decision.text)
        .outerjoin(Decision, Decision.id == Report.decision_id)
        .where(Report.receipt == receipt.strip().upper())
    )  # fmt: skip
    row = db.session.execute(rows).first()
    return Followed(*row) if row else None


@dataclass(frozen=True, slots=True)
class Note:
    """A message that moderation hid, and the last public one before it, under which the note stands."""

    number: int
    author_id: int
    ground: str
    after: int


def notes(item_id: int) -> list[Note]:
    """Messages hidden by moderation under an item, in order. One query, on the index of (item, number).

    Refused ones are left out: they never were in the page.
    """
    shown = aliased(Post)
    before = (
        select(func.max(shown.number))
        .where(shown.item_id == Post.item_id, shown.number < Post.number, shown.state == "public")
        .correlate(Post)
        .scalar_subquery()
    )
    rows = (
        select(Post.number, Post.author_id, Decision.ground, Decision.deed, func.coalesce(before, 1))
        .join(Decision, (Decision.item_id == Post.item_id) & (Decision.number == Post.number))
        .where(Post.item_id == item_id, Post.state == "hidden", Decision.deed.in_(("hide", "refuse")))
        .order_by(Post.number, Decision.id)
    )
    last = {row[0]: row for row in db.session.execute(rows)}
    return [Note(number, who, ground, after) for number, who, ground, deed, after in last.values() if deed == "hide"]


def last_restraint(item_id: int, number: int) -> tuple[int, str, str] | None:
    """The decision that hid a message: its id, its ground, its words. One query."""
    rows = (
        select(Decision.id, Decision.ground, Decision.text)
        .where(Decision.item_id == item_id, Decision.number == number, Decision.deed.in_(("hide", "refuse")))
        .order_by(Decision.id.desc())
    )
    row = db.session.execute(rows).first()
    return (row.id, row.ground, row.text) if row else None
