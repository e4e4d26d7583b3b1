"""Sheets that were brought in."""

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
