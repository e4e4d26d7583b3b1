"""Spaces, memberships with their roles, requests to join, stewards of territories."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

VISIBILITIES = ("public", "unlisted", "members", "private")
ROLES = ("member", "curator", "moderator")
KINDS = ("national", "region", "theme", "group")


class Space(db.Model):
    """A place to talk. public: read by all; unlisted: by link; members: known, read by members; private: unknown."""

    __tablename__ = "spaces"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12), default="group")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("spaces.id"), index=True)
    path: Mapped[str] = mapped_column(String(120), default="", index=True)  # "/3/17/": ids from the root to itself
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    visibility: Mapped[str] = mapped_column(String(12), default="public")
    joining: Mapped[str] = mapped_column(String(8), default="open")  # open, ask, invite
    summary: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    rules: Mapped[str] = mapped_column(Text, default="")
    rules_html: Mapped[str] = mapped_column(Text, default="")
    item_kinds: Mapped[list] = mapped_column(default=lambda: ["thread", "document", "resource", "need"])
    ask_about: Mapped[str] = mapped_column(String(1000), default="")  # said above the form of a question
    ask_fields: Mapped[list] = mapped_column(default=list)  # what a question must tell: see spaces/asking.py
    network: Mapped[str] = mapped_column(String(160), default="")  # the network that keeps it
    website: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def is_public(self) -> bool:
        """Anyone may read what is in it."""
        return self.visibility in ("public", "unlisted")


class Membership(db.Model):
    """A person is in a space, with one role: the strongest they have there."""

    __tablename__ = "memberships"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(12), default="member")
    since: Mapped[datetime] = mapped_column(default=clock.now)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (Index("ix_memberships_space_id", "space_id", "role", "user_id"),)


class JoinRequest(db.Model):
    """Somebody asks to join; the row goes when a moderator answers."""

    __tablename__ = "join_requests"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), primary_key=True, index=True)
    message: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Stewardship(db.Model):
    """A person keeps a territory: its spaces and its needs, and those of the territories inside it."""

    __tablename__ = "stewardships"
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)
