"""The outbox: one row per thing that happened, written in the transaction of the change itself.

Search, notifications, statistics and moderation read it through a cursor each, at least once, in
commit order. On PostgreSQL ids are taken before commit, so ids alone would lose events of
overlapping writers: rows carry their transaction and are read only once every older one has ended.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any

from sqlalchemy import BigInteger, FetchedValue, Index, Integer, String, func, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from forum.core import clock
from forum.core.db import db

BigId = BigInteger().with_variant(Integer, "sqlite")


class TransactionId(UserDefinedType[str]):
    """xid8 on PostgreSQL; an empty number on SQLite, whose ids are in commit order already."""

    cache_ok = True

    def get_col_spec(self, **kw: Any) -> str:
        """The type's name in PostgreSQL."""
        return "xid8"


@compiles(TransactionId, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return "INTEGER"


class Event(db.Model):
    """Something happened. Never changed, never deleted but by retention."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    # The default (pg_current_xact_id) stands in the migration, on PostgreSQL only.
    tx: Mapped[str | None] = mapped_column(TransactionId(), server_default=FetchedValue())
    at: Mapped[datetime] = mapped_column(default=clock.now)
    name: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None]
    user_id: Mapped[int | None]  # the person it happened to, when it is not the actor
    space_id: Mapped[int | None]
    item_id: Mapped[int | None]
    number: Mapped[int | None]  # of the message in the item; 1 is the item itself
    data: Mapped[dict] = mapped_column(default=dict)
    __table_args__ = (
        Index("ix_events_tx_id", "tx", "id"),  # events.after
        Index("ix_events_item_id_id", "item_id", "id"),  # history of an item
        Index("ix_events_name_at", "name", "at"),  # figures
        {"sqlite_autoincrement": True},  # no id returns after a deletion
    )


class Cursor(db.Model):
    """How far a follower has read."""

    __tablename__ = "cursors"
    follower: Mapped[str] = mapped_column(String(60), primary_key=True)
    tx: Mapped[int] = mapped_column(BigInteger, default=0)
    event_id: Mapped[int] = mapped_column(BigInteger, default=0)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Failure(db.Model):
    """An event that a follower could not take after several tries: set aside so that the rest goes on."""

    __tablename__ = "event_failures"
    follower: Mapped[str] = mapped_column(String(60), primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    error: Mapped[str] = mapped_column(String(500))


@dataclass(frozen=True, slots=True)
class Follower:
    """A reaction to events. `outside` effects (an index, a mail server) do not hold the write lock."""

    name: str
    patterns: tuple[str, ...]
    handle: Callable[[list[Event]], None] = field(repr=False)
    outside: bool = False
    imported: bool = True

    def wants(self, event: Event) -> bool:
        """Does this event matter to it?"""
        if event.data.get("imported") and not self.imported:
            return False
        return any(fnmatchcase(event.name, pattern) for pattern in self.patterns)


_followers: dict[str, Follower] = {}


def follows(*patterns: str, name: str, outside: bool = False, imported: bool = True) -> Callable[..., Any]:
    """Register a function that takes a list of events; it must be idempotent (at least once).

    `imported=False`: not for what an import or the demonstration brings in. Nobody is written to about it.
    """

    def register(handle: Callable[[list[Event]], None]) -> Callable[[list[Event]], None]:
        _followers[name] = Follower(name, patterns, handle, outside, imported)
        return handle

    return register


def followers() -> Iterable[Follower]:
    """All that was registered, in a stable order."""
    return [_followers[name] for name in sorted(_followers)]


_importing: ContextVar[bool] = ContextVar("importing", default=False)


@contextmanager
def importing() -> Iterator[None]:
    """What happens in this block happened elsewhere, earlier: its events say so (`imported` in their data)."""
    before = _importing.set(True)
    try:
        yield
    finally:
        _importing.reset(before)


def emit(
    name: str,
    *,
    actor_id: int | None,
    user_id: int | None = None,
    space_id: int | None = None,
    item_id: int | None = None,
    number: int | None = None,
    **data: Any,
) -> Event:
    """Write that something happened, in the current transaction. `data` holds ids and words, no personal datum."""
    if _importing.get():
        data["imported"] = True
    event = Event(
        name=name, actor_id=actor_id, user_id=user_id, space_id=space_id, item_id=item_id, number=number, data=data
    )
    db.session.add(event)
    return event


def after(cursor: Cursor, limit: int = 200) -> list[tuple[int, Event]]:
    """The next events after the cursor, in commit order, each with its transaction. One query."""
    if db.session.get_bind().dialect.name == "sqlite":
        rows = select(Event).where(Event.id > cursor.event_id).order_by(Event.id).limit(limit)
        return [(0, event) for event in db.session.scalars(rows)]
    tx = text("CAST(CAST(events.tx AS text) AS bigint)")
    later = text(
        "(events.tx, events.id) > (CAST(CAST(:tx AS text) AS xid8), :id)"
        " AND events.tx < pg_snapshot_xmin(pg_current_snapshot())"
    ).bindparams(tx=str(cursor.tx), id=cursor.event_id)
    rows = select(tx, Event).where(later).order_by(text("events.tx, events.id")).limit(limit)
    return [(int(number), event) for number, event in db.session.execute(rows)]


def newest_id() -> int:
    """The highest event id, for the worker's cheap look whether there is anything to do."""
    return db.session.scalar(select(func.max(Event.id))) or 0
