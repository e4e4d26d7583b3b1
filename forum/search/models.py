"""Words that curators tied together; what was searched, counted by day without saying who."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class MissedSearch(db.Model):
    """Words that found nothing, counted by day; who asked is not kept."""

    __tablename__ = "missed_searches"
    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


class ToldSearch(db.Model):
    """Words that found something: in how many sessions of a day, and in how many somebody went to a result."""

    __tablename__ = "told_searches"
    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(120), primary_key=True)
    shown: Mapped[int] = mapped_column(default=0)
    followed: Mapped[int] = mapped_column(default=0)


class Synonym(db.Model):
    """Words that stand for each other: who searches one finds the others. One a line, as curators typed them."""

    __tablename__ = "synonyms"
    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(400))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
