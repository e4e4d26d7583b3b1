"""What gathers around a document: remarks on suggestions, whether it helped, who tried it. Tables only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class SuggestionRemark(db.Model):
    """What somebody says about a suggestion, before it is settled."""

    __tablename__ = "suggestion_remarks"
    id: Mapped[int] = mapped_column(primary_key=True)
    suggestion_id: Mapped[int] = mapped_column(ForeignKey("suggestions.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(String(2000))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # Somebody says that it is wrong, and why; nothing once those who keep the page left it as it is.
    reported_at: Mapped[datetime | None] = mapped_column(index=True)
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    report: Mapped[str | None] = mapped_column(String(300))


class Helped(db.Model):
    """Whether one version of a document helped one person or one device. `voter` tells neither who nor where:
    a member's number, or a digest that means nothing elsewhere.
    """

    __tablename__ = "document_helped"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    voter: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    is_yes: Mapped[bool]
    text: Mapped[str] = mapped_column(String(1000), default="")  # for those who keep the document, nobody else
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Trial(db.Model):
    """An organisation did what the document says: where, when, what it did otherwise. One an organisation."""

    __tablename__ = "document_trials"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    place: Mapped[str] = mapped_column(String(120), default="")
    year: Mapped[int | None]
    changed: Mapped[str] = mapped_column(String(1000), default="")
    remark: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (Index("ix_document_trials_organisation_id", "organisation_id"),)


class PassageTalk(db.Model):
    """A message of the discussion speaks of one passage. `quote`: its words then, by which it is found again."""

    __tablename__ = "passage_talks"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)  # of the message that began it
    quote: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
