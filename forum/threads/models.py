"""Threads and their accepted answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.items.models.item import Item


class Thread(Item):
    """A discussion. `purpose`: question, announcement, experience."""

    __tablename__ = "threads"
    id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(12), default="question")
    __mapper_args__ = {"polymorphic_identity": "thread"}


class Acceptance(db.Model):
    """The answer that the asker kept: one a thread."""

    __tablename__ = "acceptances"
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), primary_key=True)
    number: Mapped[int]  # of the message
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
