"""Posts: the replies under any item, and the past versions of every text."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class Post(db.Model):
    """A reply. Its number never changes and never returns; the permanent address is the item's with #post-N."""

    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8), default="public")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    reply_to: Mapped[int | None]  # the number of the message it answers
    source: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    edit_reason: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
    reactions: Mapped[dict] = mapped_column(default=dict)
    external_id: Mapped[str | None] = mapped_column(String(120))
    is_wiki: Mapped[bool] = mapped_column(default=False)  # any member may edit it
    __table_args__ = (
        Index("uq_posts_item_id_number", "item_id", "number", unique=True),
        Index("ix_posts_item_id_created_at", "item_id", "created_at"),  # jumps by date
    )


class Revision(db.Model):
    """A text as it was before an edit. (item, message number, version)."""

    __tablename__ = "revisions"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # who wrote this version
    at: Mapped[datetime] = mapped_column(default=clock.now)  # when it was written
    reason: Mapped[str] = mapped_column(String(200), default="")  # why it was written
    is_hidden: Mapped[bool] = mapped_column(default=False)
