"""Item: what threads, documents, resources and needs have in common."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

STATES = ("public", "pending", "hidden", "deleted", "merged")


class Item(db.Model):
    """A publication in one space. Its own text is message number 1; replies are numbered from 2.

    state: public; pending (waits for a moderator); hidden (by a moderator); deleted (by its author);
    merged (its messages are elsewhere, its address leads there).
    """

    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    state: Mapped[str] = mapped_column(String(8), default="public")
    title: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(80))
    summary: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(Text, default="")  # Markdown
    html: Mapped[str] = mapped_column(Text, default="")
    renderer: Mapped[int] = mapped_column(default=0)  # version of the renderer that made `html`
    lang: Mapped[str] = mapped_column(String(5), default="fr")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))  # in whose name
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territories.id"))  # its seat; see ItemTerritory
    countries: Mapped[list] = mapped_column(default=list)  # ISO codes where the project acts
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    edit_reason: Mapped[str] = mapped_column(String(200), default="")
    active_at: Mapped[datetime] = mapped_column(default=clock.now)  # last message: the order of lists
    last_author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    last_number: Mapped[int] = mapped_column(default=1)  # the counter that gives numbers to messages
    replies: Mapped[int] = mapped_column(default=0)  # public replies: a cache
    reactions: Mapped[dict] = mapped_column(default=dict)  # {"thanks": 3}: a cache
    polls: Mapped[int] = mapped_column(default=0)  # asked under it, withdrawn ones too: 0 spares every page a query
    version: Mapped[int] = mapped_column(default=1)  # of the text: an edit names the version it began from
    stamp: Mapped[int] = mapped_column(default=0)  # grows with everything that changes the page
    pinned: Mapped[bool] = mapped_column(default=False)
    pinned_until: Mapped[datetime | None] = mapped_column(index=True)  # then it leaves the top by itself
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str] = mapped_column(String(300), default="")  # shown to all
    is_wiki: Mapped[bool] = mapped_column(default=False)  # any member may edit its text
    marks: Mapped[int] = mapped_column(default=0)  # acts and notes: none, nothing to look up for its page
    guides: Mapped[int] = mapped_column(default=0)  # that hold it: none, nothing to look up for its page
    dead_links: Mapped[int] = mapped_column(default=0)  # in its messages and facts: none, nothing to look up
    signals: Mapped[int] = mapped_column(default=0)  # readers who say that something changed: none, nothing to look up
    is_example: Mapped[bool] = mapped_column(default=False)  # demonstration data, shown as such
    external_id: Mapped[str | None] = mapped_column(String(120))  # of the source it was imported from
    external_digest: Mapped[str] = mapped_column(String(32), default="")  # of what the source said: same, nothing to do
    origin: Mapped[str] = mapped_column(String(300), default="")  # where the facts come from
    __mapper_args__: dict[str, Any] = {"polymorphic_on": "kind"}
    __table_args__ = (
        Index("ix_items_space_id_kind", "space_id", "kind", "state", "active_at", "id"),  # lists of a space
        Index("ix_items_kind_active", "kind", "state", "active_at", "id"),  # lists of a kind
        Index("uq_items_kind_external_id", "kind", "external_id", unique=True),  # imports
        Index("ix_items_territory_id", "territory_id"),
    )

    @property
    def is_closed(self) -> bool:
        """Takes no more replies."""
        return self.closed_at is not None


class ItemTerritory(db.Model):
    """Where an item applies (its seat included); the closure answers "here, above, below"."""

    __tablename__ = "item_territories"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    territory_id: Mapped[int] = mapped_column(ForeignKey("territories.id"), primary_key=True, index=True)


class ItemTheme(db.Model):
    """A theme of an item."""

    __tablename__ = "item_themes"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), primary_key=True, index=True)


class ItemTag(db.Model):
    """A free word on an item."""

    __tablename__ = "item_tags"
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tags.id"), primary_key=True, index=True)
