"""Practice documents."""

from datetime import date
from typing import Any

from forum.core.permissions import SYSTEM
from forum.documents.commands import later, write
from forum.documents.models import Document
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.common import describe, put_replies, rewrite, values_of
from forum.exchange.importers.fields import Row, day_of
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.spaces.models import Space

MODEL = Document
FIELDS = (
    "standing", "template", "sources", "licence", "sdgs", "actor_types", "verified_on", "reviewed_on", "review_by",
    "word_count", "reading_minutes",
)  # fmt: skip


def make(row: Row, space: Space, authors: Authors) -> Document:
    """A new document."""
    document = write(SYSTEM, space, **values_of(row, authors), **fields_of(row))
    put_replies(document, row, authors, fresh=True)
    return document


def change(item: Item, row: Row, authors: Authors) -> None:
    """The same document, as the file has it now."""
    rewrite(item, row, authors)
    for name, value in fields_of(row).items():
        setattr(item, name, value)
    describe(item, row)
    put_replies(item, row, authors, fresh=False)
    tell("document.described", item, actor_id=None, number=1)


def fields_of(row: Row) -> dict[str, Any]:
    """Columns of a document. Reviewed on a day it was reviewed; without one it is a draft, unless the file says."""
    more = row.more
    reviewed: date | None = day_of(more.get("reviewed_on") or more.get("verified_on"), "reviewed_on")
    usual = "draft" if reviewed is None else "verified" if more.get("verified_on") else "reviewed"
    found: dict[str, Any] = {
        "standing": str(more.get("standing") or usual),
        "template": str(more.get("template") or "method"),
        "sources": list(map(str, more.get("sources") or [])),
        "licence": str(more.get("licence") or "CC BY 4.0").removesuffix(" (proposé)")[:40],
        "sdgs": list(more.get("sdgs") or []),
        "actor_types": list(more.get("actor_types") or []),
        "reviewed_on": reviewed,
        "review_by": day_of(more.get("review_by"), "review_by") or (later(reviewed) if reviewed else None),
    }
    return found
