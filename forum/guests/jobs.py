"""What the worker does about guests."""

from forum.core.db import transaction
from forum.core.worker import every
from forum.guests.commands.entering import forget_old


@every(86_400, name="forget guests who are gone")
def forget() -> None:
    """Nobody keeps the address of somebody who has no part in anything."""
    with transaction():
        forget_old()
