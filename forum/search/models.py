"""What the index knows about itself, and searches that found nothing."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import db


class MissedSearch(db.Model):
    """Words that found nothing, counted by day; who asked is not kept."""

    __tablename__ = "missed_searches"
    day: Mapped[date] = mapped_column(primary_key=True)
    words: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
