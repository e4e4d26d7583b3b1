"""Keeping the index in step: every event of an item makes its passages anew, as the tables say now."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import Event, follows
from forum.items.models.item import Item
from forum.search import guides
from forum.search.passages import slice_of
from forum.search.rebuilding import bring, bring_slices, rebuild_if_damaged

POLLS = ("poll.asked", "poll.edited", "poll.withdrawn", "poll.restored")  # not each vote


@follows(
    "item.*",
    "post.*",
    "thread.*",
    "document.*",
    "resource.*",
    "need.*",
    "guide.*",
    "space.*",
    "file.read",
    *POLLS,
    name="search",
    outside=True,
)
def reindex(events: list[Event]) -> None:
    """Idempotent: what is published is indexed as it is now, what is not leaves the index."""
    rebuild_if_damaged()
    whole: set[int] = set()
    slices: dict[int, set[int]] = {}
    for event in events:
        if event.name in ("space.changed", "space.moved"):
            whole.update(db.session.scalars(select(Item.id).where(Item.space_id == event.space_id)))
            whole.update(guides.of_space(event.space_id or 0))
        elif event.name.startswith("guide."):
            whole.add(-int(event.data["guide_id"]))
        elif event.item_id and event.name.startswith(("post.", "file.")) and event.number:
            slices.setdefault(event.item_id, set()).update({slice_of(event.number)})
        elif event.item_id and not event.name.startswith("reaction."):
            whole.add(event.item_id)
    for item_id in whole:
        slices.pop(item_id, None)
    bring(sorted(whole))
    if slices:
        bring_slices(slices)
