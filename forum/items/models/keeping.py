"""What keepers leave behind: where messages went, what was done and can be undone, private notes, other spaces."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class MovedMessage(db.Model):
    """The address that a message had, and the one it has now: old links lead there for ever."""

    __tablename__ = "moved_messages"
    from_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    from_number: Mapped[int] = mapped_column(primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    to_number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # A message that moves again takes all its old addresses along.
    __table_args__ = (Index("ix_moved_messages_to_id", "to_id", "to_number"),)


class Act(db.Model):
    """Something that a keeper did to an item: a line in its page, a line in the log, and the way to undo it.

    after: the number of the message under which the line stands. data: what undoing needs, ids and words only.
    """

    __tablename__ = "acts"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    after: Mapped[int] = mapped_column(default=1)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))  # whose keeper did it; the item may move
    title: Mapped[str] = mapped_column(String(200), default="")  # of the item, on that day
    deed: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(300), default="")
    data: Mapped[dict] = mapped_column(default=dict)
    is_shown: Mapped[bool] = mapped_column(default=True)  # in the page, to everybody who reads it
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (
        Index("ix_acts_item_id", "item_id", "id"),  # the lines of a page
        Index("ix_acts_space_id", "space_id", "id"),  # the log
    )


class Note(db.Model):
    """A word from one keeper to the others, on an item or a message. Nobody else sees it."""

    __tablename__ = "keeper_notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int] = mapped_column(default=1)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (Index("ix_keeper_notes_item_id", "item_id", "number"),)


class ItemSpace(db.Model):
    """An item is shown in another space too. Rights and moderation stay those of its own space."""

    __tablename__ = "item_spaces"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), primary_key=True, index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class TagMerge(db.Model):
    """One word became another; what undoing needs.

    data: `moved`, items that had the one and not the other; `both`, those that had both; `led`, words merged before.
    """

    __tablename__ = "tag_merges"
    id: Mapped[int] = mapped_column(primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("tags.id"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    data: Mapped[dict] = mapped_column(default=dict)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (
        Index("ix_tag_merges_tag_id", "tag_id", "id"),
        Index("ix_tag_merges_kept_id", "kept_id"),
    )
