"""One row becomes a publication, or the publication that it was before is brought up to it."""

from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.fields import Row
from forum.items.models.item import Item
from forum.spaces.models import Space

Known = tuple[int, str]  # (item, digest of what its source said)


def known_of(room: Any, names: list[str]) -> dict[str, Known]:
    """Which of these external ids are here already. One query; the unique index carries it."""
    model: type[Item] = room.MODEL
    rows = select(model.id, model.external_id, model.external_digest).where(
        model.kind == model.__mapper_args__["polymorphic_identity"], model.external_id.in_(names)
    )
    return {name or "": (item_id, digest) for item_id, name, digest in db.session.execute(rows)}


def put(room: Any, row: Row, space: Space, authors: Authors, known: Known | None) -> tuple[int, str]:
    """Make, change or leave it. Answers the item and which: made, changed, skipped."""
    if known is None:
        item: Item = room.make(row, space, authors)
        db.session.flush()
        return item.id, "made"
    item_id, digest = known
    if digest == row.digest:
        return item_id, "skipped"
    found = db.session.get(room.MODEL, item_id)
    room.change(found, row, authors)
    found.external_digest = row.digest
    return item_id, "changed"
