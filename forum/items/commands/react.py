"""Reactions: a small set that means something here."""

from sqlalchemy import func, select

from forum.core.db import db, lock
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.models.around import REACTIONS, Reaction
from forum.items.policy import Message


def react(actor: Actor, message: Message, kind: str, *, on: bool) -> None:
    """Add or take back one's reaction; doing it twice changes nothing."""
    require(actor, "react", message)
    if kind not in REACTIONS:
        raise Invalid(_("Choose one of the proposed values."))
    assert actor.id is not None
    key = (message.item.id, message.number, actor.id, kind)
    found = db.session.get(Reaction, key)
    if (found is not None) == on:
        return
    lock(message.row)
    if found:
        db.session.delete(found)
    else:
        db.session.add(Reaction(item_id=key[0], number=key[1], user_id=actor.id, kind=kind))
    db.session.flush()
    message.row.reactions = _counts(*key[:2])
    name = "reaction.added" if on else "reaction.removed"
    tell(name, message.item, actor_id=actor.id, number=message.number, reaction=kind)


def _counts(item_id: int, number: int) -> dict[str, int]:
    here = (Reaction.item_id == item_id, Reaction.number == number)
    rows = select(Reaction.kind, func.count()).where(*here).group_by(Reaction.kind)
    return {kind: count for kind, count in db.session.execute(rows)}
