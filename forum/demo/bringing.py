"""One object of a data file into the database, by the way that imports take."""

from types import ModuleType
from typing import Any

from forum.core.db import db
from forum.demo.people import space
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.fields import row_of
from forum.exchange.importers.links import Wish
from forum.exchange.importers.putting import known_of, put
from forum.items.models.item import Item


def bring(room: ModuleType, fields: dict[str, Any], slug: str, authors: Authors) -> tuple[Item | None, list[Wish]]:
    """Make or change it. Answers the item (None when nothing had changed) and the links that it wishes."""
    row, _unread = row_of(fields, room.FIELDS)
    item_id, outcome = put(room, row, space(slug), authors, known_of(room, [row.id]).get(row.id))
    item = db.session.get(room.MODEL, item_id) if outcome != "skipped" else None
    return item, [(item_id, name) for name in row.links]
