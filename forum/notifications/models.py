"""What a person is told on the site and by mail, and how they want it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

MAILS = ("all", "mine", "none")
DIGESTS = ("none", "daily", "weekly")
# Reasons that can be refused by mail one by one; the others end with the publication or the place they come from.
REFUSABLE = ("mention", "support", "upkeep")
QUIET = "digest"  # the reason of what waits for the next summary: neither in the list nor in the bell


class Notification(db.Model):
    """One event told to one person, with the reason why they get it. The pair is unique: told once."""

    __tablename__ = "notifications"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    event_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(16))  # why this person gets it: mention, reply, quote, watch, digest…
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int | None]
    data: Mapped[dict] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]
    mailed: Mapped[bool] = mapped_column(default=False, server_default=false())  # a letter left at once
    __table_args__ = (
        Index("uq_notifications_user_id_event_id", "user_id", "event_id", unique=True),
        Index("ix_notifications_user_id", "user_id", "read_at", "id"),
        Index("ix_notifications_item_id", "item_id", "number"),  # who was told of a message already
    )


class NotificationSettings(db.Model):
    """What comes by mail. At once: all, mine (what is addressed to me), none; and a summary. No row: as below."""

    __tablename__ = "notification_settings"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    mail: Mapped[str] = mapped_column(String(8), default="mine")
    refused: Mapped[list] = mapped_column(default=list, server_default="[]")  # of REFUSABLE
    digest: Mapped[str] = mapped_column(String(8), default="weekly", server_default="weekly")
    hour: Mapped[int] = mapped_column(default=8, server_default="8")  # in the person's time zone
    weekday: Mapped[int] = mapped_column(default=0, server_default="0")  # 0: Monday
    next_digest_at: Mapped[datetime | None]
    digest_seen: Mapped[int | None]  # the last summary told what was known then: notifications up to this one
    __table_args__ = (Index("ix_notification_settings_next_digest_at", "next_digest_at"),)


class Digest(db.Model):
    """A summary that left: one a person and period (2026-11-25, 2026-W48), whatever happens."""

    __tablename__ = "digests"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(12), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    messages: Mapped[int]


class Bounce(db.Model):
    """An address refused a letter, for good (hard) or for now. `key`: the letter; counted once."""

    __tablename__ = "bounces"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_hard: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (Index("ix_bounces_user_id_at", "user_id", "at"),)


class MailStop(db.Model):
    """Nothing more is sent to this person's address until they confirm it again."""

    __tablename__ = "mail_stops"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
