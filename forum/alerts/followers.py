"""What happens to publications, written down for those who keep a search."""

from forum.alerts import merged
from forum.alerts.changes import note
from forum.core.events import Event, follows


@follows("item.published", "item.approved", "item.restored", "resource.changed", "resource.verified",
         "resource.complemented", "resource.reopened", name="alerts")  # fmt: skip
def changes(events: list[Event]) -> None:
    """New, reopened, deadline moved, facts changed. Twice is once."""
    note(events)


@follows("item.received", name="alerts: merged")
def told_follow(events: list[Event]) -> None:
    """Nobody is told twice because two sheets became one."""
    for event in events:
        merged.follow(int(event.data["from_item"]), int(event.item_id or 0))
