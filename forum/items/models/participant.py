"""Who takes part in an item that stands between people, in no space: what `policy.visible_to` asks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class Participant(db.Model):
    """A person takes part in a conversation, until they leave it: the row stays, so that nobody puts them back."""

    __tablename__ = "participants"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    since: Mapped[datetime] = mapped_column(default=clock.now)
    left_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_participants_user_id", "user_id", "item_id"),)  # one's own conversations
