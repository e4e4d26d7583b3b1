"""Territories with their closure (all ancestors of each), themes, tags."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core.db import db


class Territory(db.Model):
    """A node of the tree country → region → department, overseas included. Codes: INSEE (COG)."""

    __tablename__ = "territories"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)  # fr, reg-53, dep-29, com-987: one word in addresses
    insee: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(24))  # country, region, department, overseas_collectivity
    name: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str] = mapped_column(String(80))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"), index=True)
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    position: Mapped[int] = mapped_column(default=0)
    aliases: Mapped[list] = mapped_column(default=list)
    neighbours: Mapped[list] = mapped_column(default=list)  # codes
    network: Mapped[dict] = mapped_column(default=dict)  # the regional network (RRMA) or national coordination
    fallback: Mapped[list] = mapped_column(default=list)  # codes whose network helps where there is none


class TerritoryClosure(db.Model):
    """Every ancestor of every territory, itself included at distance 0: "here, above, below" is one join."""

    __tablename__ = "territory_closure"
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), primary_key=True)
    descendant_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), primary_key=True)
    distance: Mapped[int]
    __table_args__ = (Index("ix_territory_closure_descendant_id", "descendant_id", "distance"),)


class FormerCode(db.Model):
    """A code that a reform ended, and what took its place: old links and files stay understood."""

    __tablename__ = "territory_former_codes"
    code: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"))
    until: Mapped[str] = mapped_column(String(10))


class Theme(db.Model):
    """A word of the controlled vocabulary, with the words that people use for it."""

    __tablename__ = "themes"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    label: Mapped[str] = mapped_column(String(80))
    label_en: Mapped[str] = mapped_column(String(80), default="")
    icon: Mapped[str] = mapped_column(String(20), default="")
    synonyms: Mapped[list] = mapped_column(default=list)
    sdgs: Mapped[list] = mapped_column(default=list)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"))
    position: Mapped[int] = mapped_column(default=0)


class Tag(db.Model):
    """A free word. Merged into another, it stays as a redirection."""

    __tablename__ = "tags"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    label: Mapped[str] = mapped_column(String(60))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("tags.id"))
