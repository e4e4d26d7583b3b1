"""Devices that asked to be told, and how somebody wants it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

MOST = 10  # devices of one person


class Device(db.Model):
    """One browser on one device. `seen`: the last notification that it was told of, or that was not for it."""

    __tablename__ = "push_devices"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    endpoint: Mapped[str] = mapped_column(Text)  # the address at the push service: a secret of the device
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of the endpoint
    key: Mapped[str] = mapped_column(String(120))  # its public key, P-256 (RFC 8291: p256dh)
    auth: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    told_at: Mapped[datetime | None]
    seen: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    __table_args__ = (Index("ix_push_devices_user_id", "user_id"), Index("ix_push_devices_next_at", "next_at"))


class PushWishes(db.Model):
    """How somebody wants it. No row: what is addressed to them, quiet from 21:00 to 8:00."""

    __tablename__ = "push_wishes"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    everything: Mapped[bool] = mapped_column(default=False, server_default=false())
    quiet_from: Mapped[int] = mapped_column(default=21, server_default="21")  # hours, in the person's time zone
    quiet_to: Mapped[int] = mapped_column(default=8, server_default="8")  # the same as quiet_from: never quiet
    offer_refused: Mapped[bool] = mapped_column(default=False, server_default=false())

    @classmethod
    def usual(cls, user_id: int) -> "PushWishes":
        """What holds without a choice; not added to anything."""
        return cls(user_id=user_id, everything=False, quiet_from=21, quiet_to=8, offer_refused=False)
