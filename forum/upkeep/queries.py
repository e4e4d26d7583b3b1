"""What readers said, and what is due to be read again, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, func, literal, select, true, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.documents.models import Document
from forum.items.models.around import Reading
from forum.items.models.item import Item
from forum.items.queries.lists import ItemRow, by_ids
from forum.people.models import User
from forum.resources.models import Resource
from forum.upkeep.due import SOON, due_clause
from forum.upkeep.models import Signal

DOCUMENT, RESOURCE = Document.__table__, Resource.__table__
NEVER = 730  # days that count for what nobody ever looked at


@dataclass(frozen=True, slots=True)
class SignalRow:
    """What one reader said. `name`: of a member; visitors have none."""

    id: int
    item_id: int
    what: str
    text: str
    state: str
    at: datetime
    name: str | None
    handle: str | None
    wants_answer: bool
    settled_at: datetime | None
    outcome: str
    answer: str


def signals_of(ids: Iterable[int], *, settled: bool = False, limit: int = 200) -> dict[int, list[SignalRow]]:
    """Of these publications, by item, oldest first; with `settled` the answered ones too, newest first. One query."""
    ids = list(ids)
    if not ids:
        return {}
    wants = (Signal.user_id.is_not(None)) | ((Signal.email != "") & Signal.is_address_sure)
    rows = (
        select(Signal.id, Signal.item_id, Signal.what, Signal.text, Signal.state, Signal.at, User.name, User.handle,
               wants, Signal.settled_at, Signal.outcome, Signal.answer)
        .outerjoin(User, User.id == Signal.user_id)
        .where(Signal.item_id.in_(ids))
        .limit(limit)
    )  # fmt: skip
    rows = rows.order_by(Signal.id.desc()) if settled else rows.where(Signal.state != "settled").order_by(Signal.id)
    found: dict[int, list[SignalRow]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row.item_id, []).append(SignalRow(*row))
    return found


class days_until(FunctionElement[int]):
    """How many days from a date (second) to another (first), on both databases."""

    type = Integer()
    inherit_cache = True


@compiles(days_until, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    until, since = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(julianday({until}) - julianday({since}) AS INTEGER)"


@compiles(days_until)
def _elsewhere(element: Any, compiler: Any, **kw: Any) -> str:
    until, since = (compiler.process(each, **kw) for each in element.clauses)
    return f"(CAST({until} AS DATE) - CAST({since} AS DATE))"


@dataclass(frozen=True, slots=True)
class Due:
    """One page that is to be read again. `readers`: members who opened it; `age`: days since somebody looked."""

    row: ItemRow
    age: int
    readers: int
    is_known: bool  # somebody looked once


def _due(clause: ColumnElement[bool]) -> Select[Any]:
    """Resources past their next check, documents whose review is due: age × (1 + readers)."""
    today = literal(clock.today())
    readers = select(func.count()).where(Reading.item_id == Item.id).correlate(Item).scalar_subquery()
    of_resource = func.coalesce(days_until(today, RESOURCE.c.verified_on), NEVER)
    of_document = func.coalesce(days_until(today, DOCUMENT.c.reviewed_on), NEVER)
    shown = (Item.state == "public", clause)
    return union_all(
        select(Item.id.label("id"), Item.space_id.label("space_id"), of_resource.label("age"), readers.label("readers"),
               RESOURCE.c.verified_on.is_not(None).label("is_known"))
        .join(RESOURCE, RESOURCE.c.id == Item.id).where(due_clause(), *shown),
        select(Item.id, Item.space_id, of_document, readers, DOCUMENT.c.reviewed_on.is_not(None))
        .join(DOCUMENT, DOCUMENT.c.id == Item.id)
        .where(DOCUMENT.c.standing != "draft", DOCUMENT.c.review_by <= clock.today() + timedelta(days=SOON), *shown),
    )  # type: ignore[return-value]  # fmt: skip


def tended(actor: Actor, space_id: int | None = None) -> ColumnElement[bool]:
    """Of the spaces that the actor tends, or of one of them."""
    mine = true() if actor.is_admin else Item.space_id.in_(actor.moderates | actor.curates)
    return mine & (Item.space_id == space_id if space_id else Item.space_id > 0)


def due(actor: Actor, *, space_id: int | None = None, key: str = "", limit: int = 30) -> Page[Due]:
    """The queue: what is oldest and most read comes first. One query, and those of a list's rows."""
    waiting = _due(tended(actor, space_id)).subquery("due")
    score = (waiting.c.age * (waiting.c.readers + 1)).label("score")
    order = ((score, True), (waiting.c.id, True))
    rows = select(waiting.c.id, score, waiting.c.age, waiting.c.readers, waiting.c.is_known)
    if values := unpack(key, 2):
        rows = rows.where(beyond(order, values))
    found = db.session.execute(rows.order_by(*sorting(order)).limit(limit + 1)).all()
    page = cut(found, limit, lambda row: (row.score, row.id))
    shown = by_ids([row.id for row in page.rows], actor)
    return Page(
        [Due(shown[row.id], row.age, row.readers, bool(row.is_known)) for row in page.rows if row.id in shown],
        page.next,
    )


def due_count(actor: Actor, space_id: int | None = None) -> int:
    """How long the queue is. One query."""
    return db.session.scalar(select(func.count()).select_from(_due(tended(actor, space_id)).subquery())) or 0


def due_by_space() -> dict[int, list[int]]:
    """Space → what is due in it, the most urgent first; nobody is written to about examples. One query."""
    waiting = _due((Item.space_id > 0) & Item.is_example.is_(False)).subquery("due")
    score = waiting.c.age * (waiting.c.readers + 1)
    found: dict[int, list[int]] = {}
    for item_id, space_id in db.session.execute(
        select(waiting.c.id, waiting.c.space_id).order_by(score.desc(), waiting.c.id)
    ):
        found.setdefault(space_id, []).append(item_id)
    return found


def open_by_space() -> dict[int, list[int]]:
    """Space → pages of which readers say that something changed. One query."""
    rows = select(Item.space_id, Item.id).where(Item.signals > 0, Item.state == "public", Item.is_example.is_(False))
    found: dict[int, list[int]] = {}
    for space_id, item_id in db.session.execute(rows):
        found.setdefault(space_id, []).append(item_id)
    return found


def age_in_days(day: date | None) -> int | None:
    """Since that day."""
    return (clock.today() - day).days if day else None
