"""Conversations, who blocks whom, who may write to somebody. Participants: items/models/participant.py."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.items.models.item import Item

MOST_PEOPLE = 10
FROM_WHOM = ("all", "spaces", "nobody")


class Conversation(Item):
    """An item of the space that is nobody's: it has nothing of its own but its participants."""

    __mapper_args__: dict[str, Any] = {"polymorphic_identity": "conversation"}


class Block(db.Model):
    """Somebody does not want to hear of somebody else, who is not told."""

    __tablename__ = "blocks"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    blocked_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ConversationSettings(db.Model):
    """Who may begin a conversation with a person: all, spaces (those who share one), nobody. No row: all."""

    __tablename__ = "conversation_settings"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    from_whom: Mapped[str] = mapped_column(String(8), default="all")
