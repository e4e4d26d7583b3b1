"""Practice documents, and the changes that readers propose. What else gathers around them: around.py."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.items.models.item import Item

STATES = ("draft", "reviewed", "verified")


class Document(Item):
    """What works, written down. `standing`: draft → reviewed → verified, by a curator."""

    __tablename__ = "documents"
    id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(10), default="draft")
    template: Mapped[str] = mapped_column(String(20), default="method")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    review_by: Mapped[date | None] = mapped_column(index=True)  # overdue after it
    licence: Mapped[str] = mapped_column(String(40), default="CC BY 4.0")
    sources: Mapped[list] = mapped_column(default=list)
    sdgs: Mapped[list] = mapped_column(default=list)
    actor_types: Mapped[list] = mapped_column(default=list)
    parts: Mapped[str | None] = mapped_column(String(120))  # those that are filled, ",cost,steps,": see practice.py
    above_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))  # place in a guide
    position: Mapped[int] = mapped_column(default=0)
    # How the review stood before it was renewed last: what undoing puts back.
    review_before: Mapped[dict] = mapped_column(default=dict, server_default="{}")
    told_due: Mapped[date | None]  # the day of review of which its owner was told beforehand
    tried_by: Mapped[int] = mapped_column(
        default=0, server_default=text("0")
    )  # organisations: a cache, lists rank by it
    translation_of_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    translated_version: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # of the text it was made from
    __mapper_args__ = {"polymorphic_identity": "document", "inherit_condition": id == Item.id}


class Suggestion(db.Model):
    """A change that a reader proposes to text, title or sources. `state`: open, asked (its author is asked for more), accepted,
    refused, withdrawn, removed (by a keeper; nobody else sees it).
    """

    __tablename__ = "suggestions"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    version: Mapped[int]  # of the document: the text it began from
    source: Mapped[str]
    title: Mapped[str | None] = mapped_column(String(200))  # another title, where one is proposed
    sources: Mapped[list | None]  # other sources, where some are proposed; `sources_before`: as they were then
    sources_before: Mapped[list | None]
    why: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default="open")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    edition: Mapped[int] = mapped_column(default=1, server_default=text("1"))  # grows when its author changes it
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(300), default="")  # what is asked, or why it was refused
    revision: Mapped[int | None]  # the version of the document that accepting it made
    taken: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # passages, of those that it offered
    offered: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    __table_args__ = (Index("ix_suggestions_document_id", "document_id", "state"),)
