"""Sheets that were brought in; sources that are read again and again, and what each of their objects said."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class Sheet(db.Model):
    """A sheet as it came, how its columns are read, and what it did. `state`: read, applied, undone.

    `rows` stay as the source gave them. `columns`: {"map": [name or "" for each column], "only", "verified"}.
    `deeds`: [{"id", "before", "after"}]; without `before` the resource was made by it.
    """

    __tablename__ = "sheets"
    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(120))
    source: Mapped[str] = mapped_column(String(60), default="")  # who gave it: stands before its references
    rows: Mapped[list] = mapped_column(default=list)
    header: Mapped[int] = mapped_column(default=0)  # place of the row of headings
    shape: Mapped[str] = mapped_column(String(32), default="")  # digest of the headings: read as last time
    columns: Mapped[dict] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(8), default="read")
    deeds: Mapped[list] = mapped_column(default=list)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_sheets_space_id", "space_id", "shape", "id"),)


class Source(db.Model):
    """Where resources are read again and again: a feed, a list in JSON, a sheet. What it says is proposed.

    `columns`: field of the source → column of the catalogue. `policy`: column → "auto" or "never", else a curator looks.
    `preset`: what its new resources have in common. `rounds`: what came of the last questions, newest first.
    """

    __tablename__ = "resource_sources"
    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(60), unique=True)  # stands before its references, as that of a sheet
    url: Mapped[str] = mapped_column(String(2000))
    is_whole: Mapped[bool] = mapped_column(default=False)  # what is no longer in it has ended; a feed only has the last
    hours: Mapped[int] = mapped_column(default=24)  # between two questions
    fields: Mapped[dict] = mapped_column(default=dict)  # what its objects have, with some of what they say
    columns: Mapped[dict] = mapped_column(default=dict)
    policy: Mapped[dict] = mapped_column(default=dict)
    preset: Mapped[dict] = mapped_column(default=dict)
    confirmed_at: Mapped[datetime | None]  # somebody looked at its columns: until then nothing is proposed
    paused_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    asked_at: Mapped[datetime | None]
    came_at: Mapped[datetime | None]  # when it last answered with something that can be read
    etag: Mapped[str] = mapped_column(String(300), default="")
    last_modified: Mapped[str] = mapped_column(String(60), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")  # of all that it said
    moved_to: Mapped[str] = mapped_column(String(2000), default="")
    problem: Mapped[str] = mapped_column(String(300), default="")  # a word, or a sentence for whoever keeps it
    failures: Mapped[int] = mapped_column(default=0)  # one after the other
    rounds: Mapped[list] = mapped_column(default=list)


class SourceRecord(db.Model):
    """One object of a source, as it came. `state`: see RECORD_STATES.

    `values`: what its fields say in columns of the catalogue. `settled`: column → the last value of the source that was
    taken, or refused: it is not proposed again until the source says something else. `waiting`: columns to look at.
    """

    __tablename__ = "source_records"
    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("resource_sources.id"))
    external_id: Mapped[str] = mapped_column(String(120))
    raw: Mapped[dict] = mapped_column(default=dict)
    digest: Mapped[str] = mapped_column(String(32))
    title: Mapped[str] = mapped_column(String(200), default="")
    values: Mapped[dict] = mapped_column(default=dict)
    errors: Mapped[list] = mapped_column(default=list)  # [field of the source, what is wrong]
    settled: Mapped[dict] = mapped_column(default=dict)
    waiting: Mapped[list] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(8), default="new")
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"), index=True)
    first_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (
        Index("uq_source_records_source_id", "source_id", "external_id", unique=True),
        Index("ix_source_records_state", "source_id", "state", "id"),
    )


# new: not in the catalogue. changed: it says something else than the catalogue. gone: the source no longer has it.
# These three wait. settled: as the catalogue has it, or as somebody decided. refused: not wanted. wrong: no title.
WAITING = ("new", "changed", "gone")
RECORD_STATES = (*WAITING, "settled", "refused", "wrong")
