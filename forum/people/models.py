"""Accounts, organisations, mandates, tokens."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, validates

from forum.core import clock
from forum.core.db import db
from forum.core.ids import folded, secret


class User(db.Model):
    """A person. `state`: pending (address not confirmed), active, suspended, guest (invited by e-mail, no account), or
    named (imported, cannot sign in)."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(40), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(160), default="", index=True)  # folded: completion of @ asks it
    email: Mapped[str | None] = mapped_column(String(254), unique=True)  # lower case
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(12), default="pending")
    session_key: Mapped[str] = mapped_column(String(64), default=secret)  # new at each change of password
    locale: Mapped[str] = mapped_column(String(5), default="")  # empty: as the browser asks
    timezone: Mapped[str] = mapped_column(String(40), default="")  # empty: that of the territory
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))
    bio: Mapped[str] = mapped_column(Text, default="")
    bio_html: Mapped[str] = mapped_column(Text, default="")
    is_admin: Mapped[bool] = mapped_column(default=False)
    trust: Mapped[int] = mapped_column(default=0)  # 0: newcomer; 1: member; grows with use
    approved_posts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    confirmed_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_users_name", "name", "state"),)  # authors of imports

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        self.name_key = folded(name)[:160]
        return name

    @property
    def can_sign_in(self) -> bool:
        """Confirmed and not suspended."""
        return self.state == "active"


class Organisation(db.Model):
    """An association, a local authority, a school, a firm… People act for it by mandate."""

    __tablename__ = "organisations"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(240), default="", index=True)
    kind: Mapped[str] = mapped_column(String(30), default="association")  # actor types of the vocabulary
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    about: Mapped[str] = mapped_column(Text, default="")
    about_html: Mapped[str] = mapped_column(Text, default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    rna: Mapped[str] = mapped_column(String(10), default="")
    siren: Mapped[str] = mapped_column(String(9), default="")
    founded_on: Mapped[date | None]
    countries: Mapped[list] = mapped_column(default=list)  # ISO codes where it acts
    themes: Mapped[list] = mapped_column(default=list)  # codes
    annual_budget: Mapped[int | None]  # euros; for those who act for it, nobody else
    staff: Mapped[int | None]  # people paid; for those who act for it, nobody else
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        self.name_key = folded(name)[:240]
        return name


class Mandate(db.Model):
    """A person acts for an organisation. `state`: asked, confirmed, ended; `role`: member or manager."""

    __tablename__ = "mandates"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[str] = mapped_column(String(12), default="member")
    title: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(12), default="asked")
    since: Mapped[datetime] = mapped_column(default=clock.now)
    until: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    __table_args__ = (Index("uq_mandates_user_id", "user_id", "organisation_id", unique=True),)


class Token(db.Model):
    """A bearer token of the API. Only its digest is kept."""

    __tablename__ = "tokens"
    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # SHA-256 of 32 random bytes
    scopes: Mapped[str] = mapped_column(String(60), default="read")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None]
