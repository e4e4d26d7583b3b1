"""Texts change, the table of links follows."""

from forum.core.events import Event, follows
from forum.links.keeping import FOLLOWER, keep

WHOLE = ("item.merged", "item.split", "item.received", "item.undone", "item.restored", "item.moved")
HERE = ("item.*", "post.*", "resource.*", "document.described", "document.accepted", "suggestion.accepted")


@follows(*HERE, "decision.made", name=FOLLOWER)
def texts(events: list[Event]) -> None:
    """Idempotent: looks at what stands there now."""
    keep({(event.item_id, 0 if event.name in WHOLE else event.number or 1) for event in events if event.item_id})
