"""What came in by mail: enough to take a message once, nothing of what it said or who wrote it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class ReceivedLetter(db.Model):
    """A message for one of our addresses. Mail servers deliver twice when they are in doubt: the digest is unique."""

    __tablename__ = "received_letters"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # of its Message-ID and our address
    message: Mapped[str] = mapped_column(String(64))  # digest of its Message-ID: answers to it find the place
    at: Mapped[datetime] = mapped_column(default=clock.now)
    outcome: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int | None]
    __table_args__ = (
        Index("ix_received_letters_message", "message"),
        Index("ix_received_letters_user_id_at", "user_id", "at"),  # how many in the last hour
        Index("ix_received_letters_item_id", "item_id"),
    )


class UsedLink(db.Model):
    """A link of a letter that did what it was for: it does nothing any more. Kept as long as links live."""

    __tablename__ = "used_links"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
