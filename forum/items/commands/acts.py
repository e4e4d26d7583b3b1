"""What keepers do is written down with the way back: each deed registers how it is undone, for a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.keeping import Act

HOURS = 24
Undoing = Callable[[Actor, Item, Act], None]
_undoings: dict[str, Undoing] = {}


def record(
    actor: Actor, item: Item, deed: str, *, after: int | None = None, reason: str = "", shown: bool = True,
    space_id: int | None = None, **data: Any,
) -> Act | None:  # fmt: skip
    """Write down what was done. `after`: the message under which the line stands, else the last one.

    None for what an import does in nobody's name.
    """
    if actor.id is None:
        return None
    act = Act(
        item_id=item.id, after=item.last_number if after is None else max(1, after), title=item.title, deed=deed,
        space_id=space_id or item.space_id, reason=" ".join(reason.split())[:300], data=data, is_shown=shown,
        by_id=actor.id,
    )  # fmt: skip
    db.session.add(act)
    item.marks = item.marks + 1
    db.session.flush()
    return act


def undoes(*deeds: str) -> Callable[[Undoing], Undoing]:
    """Register how these deeds are undone."""

    def register(function: Undoing) -> Undoing:
        _undoings.update(dict.fromkeys(deeds, function))
        return function

    return register


def can_be_undone(deed: str, at: datetime, undone_at: datetime | None) -> bool:
    """Within a day, once."""
    return deed in _undoings and undone_at is None and clock.now() - at < timedelta(hours=HOURS)


def undo(actor: Actor, act: Act) -> None:
    """Put things back as they were. Raises Conflict after a day, or when something later stands in the way."""
    require(actor, "undo", act)
    lock(act)
    if act.undone_at is not None:
        raise Conflict(_("This was undone already."))
    if not can_be_undone(act.deed, act.at, None):
        raise Conflict(_("This can no longer be undone: more than a day has passed."))
    item = db.session.get_one(Item, act.item_id)
    _undoings[act.deed](actor, item, act)
    act.undone_at, act.undone_by_id = clock.now(), actor.id
    tell("item.undone", item, actor_id=actor.id, deed=act.deed, act=act.id)
