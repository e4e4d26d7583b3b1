"""What readers say has changed, and which letters of upkeep left."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

WHATS = ("ended", "dates", "amounts", "contact", "link", "content", "other")
OUTCOMES = ("corrected", "right", "unclear")


class Signal(db.Model):
    """A reader says that something changed on a page. `state`: open, confirmed (true: being corrected), settled.

    `email`: of whoever has no account and wants an answer; used once `is_address_sure`, erased a month after the answer.
    """

    __tablename__ = "signals"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    what: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str] = mapped_column(String(254), default="")
    is_address_sure: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(5), default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(String(1000), default="")
    __table_args__ = (
        Index("ix_signals_item_id", "item_id", "state"),  # of a page
        Index("ix_signals_state", "state", "at"),  # the worklist
    )


class UpkeepLetter(db.Model):
    """A letter of upkeep left: one a person and week, whatever happens."""

    __tablename__ = "upkeep_letters"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(12), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
