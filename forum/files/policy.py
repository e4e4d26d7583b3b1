"""Who may see a file: whoever may see its message. The room of items says who that is."""

from collections.abc import Callable

from forum.core.permissions import Actor, rule
from forum.files.models import File

Readable = Callable[[Actor, int, int], bool]
_asked: dict[str, Readable] = {}


def ask_of_messages(readable: Readable) -> None:
    """`readable(actor, item id, number)`: handed in by the room of items."""
    _asked["readable"] = readable


@rule("read", File)
def may_read(actor: Actor, file: File) -> bool:
    """Whoever may read the message that it is attached to; its owner alone while it is attached to none."""
    if file.item_id is None:
        return actor.id is not None and file.owner_id == actor.id
    return _asked["readable"](actor, file.item_id, file.number or 1)


@rule("take away", File)
def may_take_away(actor: Actor, file: File) -> bool:
    """Its owner while it is attached to nothing; afterwards the message is edited."""
    return actor.id is not None and file.owner_id == actor.id and file.item_id is None


@rule("attach", File)
def may_attach(actor: Actor, file: File) -> bool:
    """Its owner, once."""
    return actor.id is not None and file.owner_id == actor.id and file.item_id is None
