"""What gathers around a resource: what a territory adds to it, pairs that are not the same, who got it. Tables only."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

# What a territory may say otherwise: columns of a resource under the same names. None: as the sheet says.
LOCAL = (
    "contact", "url", "tool", "min_amount", "max_amount", "max_cofunding_pct", "min_age_years", "max_annual_budget",
    "opens_on", "deadline", "deadline_note", "status", "windows", "usual_month",
)  # fmt: skip


class Complement(db.Model):
    """What one territory adds to a sheet of a wider one. It is no publication: the sheet stays one row everywhere."""

    __tablename__ = "complements"
    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), index=True)
    source: Mapped[str] = mapped_column(Text, default="")  # a sentence or two, Markdown
    html: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str | None] = mapped_column(String(300))
    url: Mapped[str | None] = mapped_column(String(300))
    tool: Mapped[str | None] = mapped_column(String(200))
    min_amount: Mapped[int | None]
    max_amount: Mapped[int | None]
    max_cofunding_pct: Mapped[int | None]
    min_age_years: Mapped[int | None]
    max_annual_budget: Mapped[int | None]
    opens_on: Mapped[date | None]
    deadline: Mapped[date | None]
    deadline_note: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(String(12))
    windows: Mapped[list | None]  # of each year, there: as those of a resource
    usual_month: Mapped[int | None]
    next_opens_on: Mapped[date | None] = mapped_column(index=True)  # on that day it reopens there by itself
    next_deadline: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    verified_on: Mapped[date]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # One for each place; a sheet is looked up with the places above the reader's.
    __table_args__ = (Index("uq_complements_resource_id", "resource_id", "territory_id", unique=True),)


class ComplementVersion(db.Model):
    """What it said, who wrote it and why. It outlives the complement: `is_end` says that it was taken away."""

    __tablename__ = "complement_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    source: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[dict] = mapped_column(default=dict)  # those that were said, days as ISO texts
    is_end: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(String(200), default="")
    __table_args__ = (Index("ix_complement_versions_resource_id", "resource_id", "territory_id", "id"),)


class NotTheSame(db.Model):
    """A curator looked at two sheets that are alike: they are not the same. `low_id` is the smaller number."""

    __tablename__ = "resources_not_the_same"
    low_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Pair(db.Model):
    """Two sheets that look alike: kept up to date by a follower, so that a page need not compare all with all."""

    __tablename__ = "resource_pairs"
    low_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    high_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True, index=True)
    points: Mapped[int] = mapped_column(index=True)  # of a hundred


class Outcome(db.Model):
    """An organisation asked for it: how much, what came of it, after how long. One an organisation and year."""

    __tablename__ = "resource_outcomes"
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), primary_key=True, index=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(String(8), default="waiting")  # obtained, refused, waiting
    asked: Mapped[int | None]  # euros
    obtained: Mapped[int | None]
    days: Mapped[int | None]  # from the request to the answer
    advice: Mapped[str] = mapped_column(String(500), default="")
    is_public: Mapped[bool] = mapped_column(default=True)  # else: members only
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
