"""Where whoever published goes: to what they published, unless a room above offers a next step that they asked for."""

from collections.abc import Callable

from forum.items.kinds import path
from forum.items.models.item import Item

Step = Callable[[Item], str]
_steps: list[Step] = []


def offers(step: Step) -> Step:
    """Register a function that answers an address, or "" when it has nothing to offer."""
    if step not in _steps:
        _steps.append(step)
    return step


def where_to(item: Item) -> str:
    """The first step that is offered, or the item's page."""
    return next((address for step in _steps if (address := step(item))), path(item))
