"""A search that somebody keeps, what happened to publications, what was told to whom, private addresses."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

PLACES = ("resources", "search", "finder")
HOWS = ("now", "daily", "weekly", "none")


class SavedSearch(db.Model):
    """A question as the page asks it, kept. Of a member, or of an address without an account (then `user_id` is empty).

    `question`: what the address of the page said. `serial`: grows when its private address is renewed.
    """

    __tablename__ = "saved_searches"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), default="")  # without an account
    locale: Mapped[str] = mapped_column(String(5), default="")
    name: Mapped[str] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(12), default="resources")
    question: Mapped[dict] = mapped_column(default=dict)
    how: Mapped[str] = mapped_column(String(8), default="daily")
    deadlines: Mapped[bool] = mapped_column(default=True)  # 30, 7 and 1 days before
    serial: Mapped[int] = mapped_column(default=1)
    seen: Mapped[int] = mapped_column(default=0)  # the last ItemChange that was looked at
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None] = mapped_column(index=True)  # next morning


class ItemChange(db.Model):
    """Something that readers of a search want to know. Written by one follower, so ids are in commit order."""

    __tablename__ = "item_changes"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(BigInteger, unique=True)  # taken twice, written once
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    what: Mapped[str] = mapped_column(String(12))  # new, reopened, deadline, facts, local (was: the territory)
    was: Mapped[str] = mapped_column(String(300), default="")
    now: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = ({"sqlite_autoincrement": True},)


class Told(db.Model):
    """Never the same thing twice to the same person, whatever the number of their searches that find it."""

    __tablename__ = "alerts_told"
    owner: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)  # change/7, deadline/12/2027-03-31/7
    at: Mapped[datetime] = mapped_column(default=clock.now)


class FeedKey(db.Model):
    """The private addresses of a member's feeds: a number in their signature, which grows when they are renewed."""

    __tablename__ = "feed_keys"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    serial: Mapped[int] = mapped_column(default=1)
    renewed_at: Mapped[datetime] = mapped_column(default=clock.now)
