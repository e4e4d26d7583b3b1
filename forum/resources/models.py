"""Resources: who supports whom, with how much, where, until when; and how sure we are."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.items.models.item import Item

TYPES = ("funding", "call", "training", "accompaniment", "contact", "tool")
LEVELS = ("national", "regional", "departmental", "private", "european")
STANDINGS = ("proposed", "verified", "refused")


class Resource(Item):
    """A row of the catalogue. An empty field means unknown, never "no"."""

    __tablename__ = "resources"
    id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    type: Mapped[str] = mapped_column(String(16), default="funding")
    standing: Mapped[str] = mapped_column(String(10), default="proposed")
    funder: Mapped[str] = mapped_column(String(200), default="")
    level: Mapped[str] = mapped_column(String(16), default="national")
    url: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(300), default="")
    min_amount: Mapped[int | None]  # euros
    max_amount: Mapped[int | None]
    max_amount_overseas: Mapped[int | None]
    max_amount_multi_year: Mapped[int | None]
    max_amount_ecsi: Mapped[int | None]
    max_cofunding_pct: Mapped[int | None]
    max_cofunding_pct_collectivite: Mapped[int | None]
    min_age_years: Mapped[int | None]  # of the organisation
    min_annual_budget: Mapped[int | None]
    max_annual_budget: Mapped[int | None]
    min_project_budget: Mapped[int | None]
    max_project_budget: Mapped[int | None]
    min_person_age: Mapped[int | None]  # of the participants
    max_person_age: Mapped[int | None]
    min_duration_months: Mapped[int | None]
    max_duration_months: Mapped[int | None]
    requires_sponsor: Mapped[bool | None]
    requires: Mapped[list] = mapped_column(default=list)
    tool: Mapped[str] = mapped_column(String(200), default="")
    rules: Mapped[dict] = mapped_column(default=dict)  # {"min_cash_share_pct": 25}
    excluded_countries: Mapped[list] = mapped_column(default=list)
    conditional_countries: Mapped[dict] = mapped_column(default=dict)  # {"NE": "the condition"}
    opens_on: Mapped[date | None]
    deadline: Mapped[date | None] = mapped_column(index=True)
    deadline_note: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(12), default="")  # open, closed, ended, unknown: as its page says
    page_date: Mapped[str] = mapped_column(String(40), default="")
    confidence: Mapped[str] = mapped_column(String(8), default="")  # high, medium, low
    verified_on: Mapped[date | None] = mapped_column(index=True)
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    windows: Mapped[list] = mapped_column(default=list)  # of each year: [["02-01", "03-31"]], see returning.py
    usual_month: Mapped[int | None]  # it returns every year around then, days unknown
    next_opens_on: Mapped[date | None] = mapped_column(index=True)  # on that day it reopens by itself
    next_deadline: Mapped[date | None]
    url_key: Mapped[str] = mapped_column(String(200), default="", index=True)  # by these, doubles are found
    title_key: Mapped[str] = mapped_column(String(200), default="")
    complements: Mapped[int] = mapped_column(default=0)  # none, nothing to look up for its page
    told_by: Mapped[int] = mapped_column(default=0)  # what organisations said of it, see around.Outcome
    obtained_by: Mapped[int] = mapped_column(default=0)  # of those, in public, that got it
    __mapper_args__ = {"polymorphic_identity": "resource"}
    __table_args__ = (Index("ix_resources_type", "type", "standing"),)


class ResourceAudience(db.Model):
    """For whom: a word of the vocabulary's actor types."""

    __tablename__ = "resource_audiences"
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    actor_type: Mapped[str] = mapped_column(String(30), primary_key=True, index=True)


class ResourceZone(db.Model):
    """Where the project may act: a zone of the vocabulary or an ISO country code."""

    __tablename__ = "resource_zones"
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)


class Verification(db.Model):
    """Somebody looked: still true, or not. The last one makes `verified_on`."""

    __tablename__ = "verifications"
    id: Mapped[int] = mapped_column(primary_key=True)
    resource_id: Mapped[int] = mapped_column(ForeignKey("resources.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    note: Mapped[str] = mapped_column(String(300), default="")
