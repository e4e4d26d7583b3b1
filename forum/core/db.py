"""The database: one session, one kind of transaction, the same on SQLite and PostgreSQL."""

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, MetaData, event, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import JSON, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC. SQLite has no time zones: they are put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """On the way in: UTC, whatever zone it was said in."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """On the way out: aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Names of constraints are fixed, so that migrations can speak of them on both databases."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: Moment(), dict: JSON(), list: JSON()},
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False, "info": {"writing": False}})


@contextmanager
def transaction() -> Iterator[None]:
    """All of a command's changes and its events, or none. The only place that commits.

    SQLite takes its write lock at the start (BEGIN IMMEDIATE), so that what a command checks is
    still true when it writes. Rows loaded before are read again inside. Nested calls join the outer one.
    """
    session = db.session()
    if session.info.get("writing"):
        yield
        return
    bind = session.get_bind()
    with _turn(bind.url.database if bind.dialect.name == "sqlite" else None):
        if bind.dialect.name == "sqlite":
            session.rollback()
            session.connection().execute(text("BEGIN IMMEDIATE"))
        session.expire_all()
        session.info["writing"] = True
        try:
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["writing"] = False


@contextmanager
def _turn(database: str | None) -> Iterator[None]:
    """One writer after the other, in all processes of a machine. SQLite alone would have them sleep and try again,
    up to a tenth of a second at a time; whoever waits for a lock of the system is woken at once."""
    if not database or database == ":memory:":
        yield
        return
    with Path(f"{database}-turn").open("ab") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def lock(row: Any) -> Any:
    """Read the row again and hold it until the end of the transaction (PostgreSQL; SQLite has one writer)."""
    db.session.refresh(row, with_for_update=True)
    return row


@event.listens_for(Session, "before_flush")
def _only_in_a_transaction(session: Session, context: Any, instances: Any) -> None:
    if session.info.get("writing") is False and (session.new or session.dirty or session.deleted):
        raise RuntimeError("a change outside of transaction()")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own BEGIN would come at the first write, too late for BEGIN IMMEDIATE: it is switched off.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",  # a commit survives the end of any process; FULL would also order it before a power cut
        "busy_timeout=15000",
        "foreign_keys=ON",
        "cache_size=-8000",
        "temp_store=MEMORY",
        "mmap_size=67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")
