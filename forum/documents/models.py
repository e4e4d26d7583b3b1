"""Practice documents."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.items.models.item import Item

STATES = ("draft", "reviewed", "verified")


class Document(Item):
    """What works, written down. `standing`: draft → reviewed → verified, by a curator."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(10), default="draft")
    template: Mapped[str] = mapped_column(String(20), default="method")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    review_by: Mapped[date | None] = mapped_column(index=True)  # overdue after it
    licence: Mapped[str] = mapped_column(String(40), default="CC BY 4.0")
    sources: Mapped[list] = mapped_column(default=list)
    sdgs: Mapped[list] = mapped_column(default=list)
    actor_types: Mapped[list] = mapped_column(default=list)
    parts: Mapped[str | None] = mapped_column(String(120))  # those that are filled, ",cost,steps,": see practice.py
    above_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))  # place in a guide
    position: Mapped[int] = mapped_column(default=0)
    __mapper_args__ = {"polymorphic_identity": "document", "inherit_condition": id == Item.id}


class Suggestion(db.Model):
    """A change that a reader proposes. `state`: open, accepted, refused, withdrawn."""

    __tablename__ = "suggestions"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    version: Mapped[int]  # the text it began from
    source: Mapped[str]
    why: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (Index("ix_suggestions_document_id", "document_id", "state"),)
