"""A page becomes part of another: what readers said of it waits there."""

from sqlalchemy import update

from forum.core.db import db
from forum.core.events import Event, follows
from forum.items.models.item import Item
from forum.upkeep.commands import recount
from forum.upkeep.models import Signal


@follows("item.merged", name="upkeep: merged pages")
def merged(events: list[Event]) -> None:
    """Idempotent: moves what still waits."""
    for event in events:
        target = db.session.get(Item, event.data.get("to_item") or 0)
        source = db.session.get(Item, event.item_id or 0)
        if target is None or source is None or not source.signals:
            continue
        here = (Signal.item_id == source.id, Signal.state != "settled")
        db.session.execute(update(Signal).where(*here).values(item_id=target.id))
        for item in (source, target):
            recount(item)
            item.stamp = Item.stamp + 1  # type: ignore[assignment]
