"""What happens to publications, written down for those who keep a search."""

from forum.alerts.changes import note
from forum.core.events import Event, follows


@follows("item.published", "item.approved", "item.restored", "resource.changed", "resource.verified",
         "resource.complemented", "resource.reopened", name="alerts")  # fmt: skip
def changes(events: list[Event]) -> None:
    """New, reopened, deadline moved, facts changed. Twice is once."""
    note(events)
