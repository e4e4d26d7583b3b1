"""Addresses outside of the site, where they stand, and when their machines may be asked again."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

# new: not asked yet. good. failing: not yet dead. dead: three failures over three days. guarded: it answers, but not
# to programs. unsafe: its certificate is not right. unasked: never asked (an address that is not public, a port).
STATES = ("new", "good", "failing", "dead", "guarded", "unsafe", "unasked")
PLACES = ("text", "url", "contact", "sources")


class WebLink(db.Model):
    """One address, whatever the number of pages that name it."""

    __tablename__ = "web_links"
    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(40), unique=True)  # of `url`, which is too long for an index
    url: Mapped[str] = mapped_column(String(2000))
    host: Mapped[str] = mapped_column(String(260))  # with the port where it is not the usual one
    state: Mapped[str] = mapped_column(String(10), default="new")
    problem: Mapped[str] = mapped_column(String(12), default="")  # of the last question: time, name, status…
    status: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)  # one after the other
    failed_since: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    next_at: Mapped[datetime] = mapped_column(default=clock.now)
    moved_to: Mapped[str] = mapped_column(String(2000), default="")  # its page says so, for good
    trusted_until: Mapped[datetime | None]  # somebody looked: people see it, whatever programs get
    __table_args__ = (
        Index("ix_web_links_next_at", "next_at"),  # what is due
        Index("ix_web_links_state", "state"),  # dead ones, figures
    )


class LinkPlace(db.Model):
    """A link stands in a message, or in a fact of a publication. `written`: as its author wrote it."""

    __tablename__ = "link_places"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("web_links.id"), primary_key=True, index=True)
    place: Mapped[str] = mapped_column(String(8), primary_key=True, default="text")
    written: Mapped[str] = mapped_column(String(2000))


class WebHost(db.Model):
    """When a machine may be asked again: never two questions at once, never one right after the other."""

    __tablename__ = "web_hosts"
    host: Mapped[str] = mapped_column(String(260), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(default=clock.now)
