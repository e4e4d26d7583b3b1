"""What gathers around items: reactions, links, watches, reading places, drafts, keys of repeated requests."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

REACTIONS = ("thanks", "useful", "worked")  # merci, utile, ça a marché chez nous
RELATIONS = ("cites", "answers", "comes_from", "replaces")
LEVELS = ("all", "first", "digest", "mute")


class Reaction(db.Model):
    """One person's reaction to one message."""

    __tablename__ = "reactions"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Link(db.Model):
    """Two items are tied: shown on both pages. `by_text`: it stands in the text and goes with it."""

    __tablename__ = "links"
    from_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True, index=True)
    relation: Mapped[str] = mapped_column(String(12), primary_key=True, default="cites")
    number: Mapped[int] = mapped_column(default=1)  # the message that cites first
    by_text: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Watch(db.Model):
    """Who is told about what, how often. `subject`: item, space, theme, territory."""

    __tablename__ = "watches"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    subject: Mapped[str] = mapped_column(String(12), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[str] = mapped_column(String(8), default="all")
    by_mail: Mapped[bool] = mapped_column(default=False, server_default=false())  # each message at once, like a list
    at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (Index("ix_watches_subject", "subject", "subject_id", "level"),)


class Reading(db.Model):
    """How far a person has read an item."""

    __tablename__ = "readings"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True, index=True)  # how many read it
    number: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Visit(db.Model):
    """When a person was here: `since` is the end of the visit before this one, which "new" is counted from."""

    __tablename__ = "visits"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    since: Mapped[datetime] = mapped_column(default=clock.now)
    visits: Mapped[int] = mapped_column(default=1)  # the first one has no visit before it: a week is "new"
    undo: Mapped[dict] = mapped_column(default=dict)  # what "mark all as read" changed last


class Draft(db.Model):
    """A text that is not sent yet. `place` says where it belongs: new/thread/bretagne, item/12, edit/12/3."""

    __tablename__ = "drafts"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(120), primary_key=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class IdempotencyKey(db.Model):
    """A request that was carried out: sent again under its key, it answers the same and does nothing."""

    __tablename__ = "idempotency_keys"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))  # of the request: another one under the same key is refused
    answer: Mapped[dict] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
