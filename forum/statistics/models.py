"""Figures by day, counted from events."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import db


class DailyCount(db.Model):
    """How often something happened on a day in a space (0: outside of spaces)."""

    __tablename__ = "daily_counts"
    day: Mapped[date] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    space_id: Mapped[int] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
