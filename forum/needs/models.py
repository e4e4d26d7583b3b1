"""Needs, the organisations behind them, the steps upward, the answers."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.items.models.item import Item

LEVELS = ("local", "regional", "national")
STATUSES = ("gathering", "relayed", "addressed", "answered", "closed")


class Need(Item):
    """What is missing, voiced by actors: one object that climbs, never a copy."""

    __tablename__ = "needs"
    id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(10), default="local")
    status: Mapped[str] = mapped_column(String(12), default="gathering")
    affected: Mapped[str] = mapped_column(String(300), default="")  # who or how many are concerned
    addressee: Mapped[str] = mapped_column(String(200), default="")  # who must answer
    answer_due: Mapped[date | None] = mapped_column(index=True)
    voices: Mapped[int] = mapped_column(default=0)  # organisations behind it: a cache
    __mapper_args__ = {"polymorphic_identity": "need"}
    __table_args__ = (Index("ix_needs_level", "level", "status"),)


class Support(db.Model):
    """One organisation stands behind a need, by the act of one person who has its mandate."""

    __tablename__ = "supports"
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    remark: Mapped[str] = mapped_column(String(300), default="")
    withdrawn_at: Mapped[datetime | None]


class Step(db.Model):
    """A step of the ladder: voiced, relayed, addressed, sent back, answered. Kept for ever."""

    __tablename__ = "need_steps"
    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("needs.id"))
    deed: Mapped[str] = mapped_column(String(12))  # voiced, relayed, addressed, returned, answered
    level: Mapped[str] = mapped_column(String(10))
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    why: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[str] = mapped_column(String(10), default="")  # of an answer: accepted, partly, refused, later
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (Index("ix_need_steps_need_id", "need_id", "at"),)
