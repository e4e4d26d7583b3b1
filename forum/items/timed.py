"""What happens to items when their time comes. Run by the worker."""

from forum.core.db import transaction
from forum.core.worker import every
from forum.items.commands.state import unpin_due


@every(60, name="unpin")
def unpin() -> None:
    """What was pinned until a day leaves the top that day."""
    with transaction():
        unpin_due()
