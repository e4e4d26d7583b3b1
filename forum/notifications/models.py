"""What a person is told on the site, and how they want it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

MAILS = ("all", "mine", "none")


class Notification(db.Model):
    """One event told to one person, with the reason why they get it. The pair is unique: told once."""

    __tablename__ = "notifications"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    event_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(16))  # see REASONS: why this person gets it
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int | None]
    data: Mapped[dict] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    __table_args__ = (
        Index("uq_notifications_user_id_event_id", "user_id", "event_id", unique=True),
        Index("ix_notifications_user_id", "user_id", "read_at", "id"),
        Index("ix_notifications_item_id", "item_id", "number"),  # who was told of a message already
    )


class NotificationSettings(db.Model):
    """How much of it comes by mail at once: all, mine (what is addressed to me), none. No row: mine."""

    __tablename__ = "notification_settings"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    mail: Mapped[str] = mapped_column(String(8), default="mine")
