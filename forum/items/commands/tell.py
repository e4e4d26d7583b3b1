"""An event about an item, which also marks its pages as changed."""

from typing import Any

from forum.core.events import Event, emit
from forum.items.models.item import Item


def tell(name: str, item: Item, *, actor_id: int | None, number: int | None = None, **data: Any) -> Event:
    """Emit an event of this item and let its stamp grow: kept pages and open pages see that it changed."""
    # Counted by the database: of two at once, neither is lost, and both hold the item's row until they commit.
    item.stamp = Item.stamp + 1  # type: ignore[assignment]
    return emit(name, actor_id=actor_id, space_id=item.space_id, item_id=item.id, number=number, kind=item.kind, **data)
