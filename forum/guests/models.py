"""Who was invited into which discussion, and whether they came."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.core.ids import secret

LIVES = timedelta(days=14)  # of a link


class Guest(db.Model):
    """An address invited into one item; `user_id` once somebody came in by it: a guest, or a member.

    `key` opens it once: it changes with each letter, when it was used, and when the invitation ends.
    """

    __tablename__ = "guests"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    email: Mapped[str] = mapped_column(String(254))  # lower case; empty once it was forgotten
    name: Mapped[str] = mapped_column(String(80), default="")  # as whoever invites wrote it
    greeting: Mapped[str] = mapped_column(String(600), default="")
    locale: Mapped[str] = mapped_column(String(5), default="fr")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[str] = mapped_column(String(40), unique=True, default=lambda: secret(18))
    invited_at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)  # the last letter with a link
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # withdrawn, or left
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (
        Index("ix_guests_item_id", "item_id", "email"),
        Index("ix_guests_user_id", "user_id", "item_id"),  # the actor of every request asks it
        Index("ix_guests_email", "email"),
        Index("ix_guests_by_id_invited_at", "by_id", "invited_at"),  # how many today
    )

    @property
    def is_in(self) -> bool:
        """Somebody came in by it, and may stay."""
        return self.user_id is not None and self.ended_at is None

    @property
    def is_open(self) -> bool:
        """May its link be used, as far as the calendar goes?"""
        return self.ended_at is None and clock.now() < self.sent_at + LIVES


class GuestRefusal(db.Model):
    """An address whose owner wants no invitations: only its digest is kept."""

    __tablename__ = "guest_refusals"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
