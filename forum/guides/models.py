"""Guides and what stands in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

KINDS = ("document", "resource")  # what a guide may hold


class Guide(db.Model):
    """An ordered collection of one space, kept by those who tend it."""

    __tablename__ = "guides"
    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(String(1000), default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    external_id: Mapped[str | None] = mapped_column(String(120), unique=True)  # of the folder it was imported from


class Part(db.Model):
    """A line of a guide: a publication, or the heading of a chapter. `depth` 1: inside the last line of depth 0."""

    __tablename__ = "guide_parts"
    id: Mapped[int] = mapped_column(primary_key=True)
    guide_id: Mapped[int] = mapped_column(ForeignKey("guides.id", ondelete="CASCADE"))
    position: Mapped[int]
    depth: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200), default="")  # of a heading; empty for a publication
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"), index=True)  # which guides hold it
    __table_args__ = (Index("ix_guide_parts_guide_id", "guide_id", "position"),)
