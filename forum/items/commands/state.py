"""Deleting and restoring, moving, closing, pinning: what changes an item without changing its text."""

from datetime import datetime

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.files.queries import files_of
from forum.items.commands.acts import record, undoes
from forum.items.commands.publish import waits
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.keeping import Act, ItemSpace
from forum.items.policy import Message
from forum.spaces.models import Space


def set_state(message: Message, state: str, *, actor_id: int | None, event: str) -> None:
    """Change the state of a message and keep the count of replies right. The caller checked the right to."""
    item, row = message.item, message.row
    if message.number > 1:
        item.replies += (state == "public") - (row.state == "public")
    row.state = state
    if state == "public" and message.number > 1:
        item.active_at = max(item.active_at, row.created_at)
    tell(event, item, actor_id=actor_id, number=message.number)


def delete(actor: Actor, message: Message) -> None:
    """Take a message away; it can be restored."""
    require(actor, "delete", message)
    if message.row.state == "deleted":
        raise Conflict(_("This message was deleted already."))
    if message.row.state == "hidden" and not actor.keeps(message.space_id):
        # Deleted then restored, it would be public again without a moderator.
        raise Conflict(_("This message was hidden by moderation: contest the decision rather than deleting it."))
    set_state(message, "deleted", actor_id=actor.id, event=_event(message, "deleted"))


def restore(actor: Actor, message: Message) -> None:
    """Bring a deleted message back."""
    require(actor, "delete", message)
    if message.row.state != "deleted":
        raise Conflict(_("This message is not deleted."))
    # Deleting and restoring is no way around the moderator whom a newcomer's links and files wait for.
    files = files_of(message.item.id, message.number) if actor.is_newcomer else ()
    state = "pending" if waits(actor, message.row.html, message.space_id, files) else "public"
    set_state(message, state, actor_id=actor.id, event=_event(message, "restored" if state == "public" else "waits"))


def _event(message: Message, deed: str) -> str:
    return f"{'item' if message.number == 1 else 'post'}.{deed}"


def move(actor: Actor, item: Item, space: Space) -> Act | None:
    """Put an item into another space, where the actor may publish too. Its address stays."""
    require(actor, "move", item)
    require(actor, "publish", space)
    if item.space_id == space.id:
        raise Invalid(fields={"space": _("It is in this space already.")})
    if item.kind not in space.item_kinds:
        raise Invalid(fields={"space": _("This space does not take this kind of publication.")})
    old, item.space_id = item.space_id, space.id
    # Shown in its own space it needs not be shown there "also".
    also = db.session.get(ItemSpace, (item.id, space.id))
    if also:
        db.session.delete(also)
    tell("item.moved", item, actor_id=actor.id, number=1, from_space=old)
    return record(actor, item, "moved", space_id=old, from_space=old, to_space=space.id, also=also is not None)


@undoes("moved")
def _undo_move(actor: Actor, item: Item, act: Act) -> None:
    """Back where it was, if it was not moved again."""
    if item.space_id != act.data["to_space"]:
        raise Conflict(_("It was moved again since: undo that first."))
    item.space_id = act.data["from_space"]
    if act.data.get("also"):
        db.session.add(ItemSpace(item_id=item.id, space_id=act.data["to_space"], by_id=actor.id))
    tell("item.moved", item, actor_id=actor.id, number=1, from_space=act.data["to_space"])


def close(actor: Actor, item: Item, *, closed: bool, reason: str = "") -> Act | None:
    """No more replies, or again. The reason is shown to all."""
    require(actor, "close", item)
    reason = " ".join(reason.split())
    if len(reason) > 300:
        raise Invalid(fields={"reason": _("300 characters at most.")})
    if closed == item.is_closed and reason == item.close_reason:
        return None
    before = [item.closed_at.isoformat() if item.closed_at else "", item.close_reason]
    item.closed_at, item.close_reason = (clock.now(), reason) if closed else (None, "")
    tell("item.closed" if closed else "item.reopened", item, actor_id=actor.id, number=1)
    return record(actor, item, "closed" if closed else "reopened", reason=reason, before=before)


@undoes("closed", "reopened")
def _undo_close(actor: Actor, item: Item, act: Act) -> None:
    """As it was before."""
    at, reason = act.data["before"]
    item.closed_at, item.close_reason = (datetime.fromisoformat(at) if at else None), reason
    tell("item.closed" if at else "item.reopened", item, actor_id=actor.id, number=1)


def pin(actor: Actor, item: Item, *, pinned: bool, until: datetime | None = None) -> Act | None:
    """Keep an item at the top of its space's lists, for ever or until a moment; or no longer."""
    require(actor, "close", item)
    if pinned and until is not None and until <= clock.now():
        raise Invalid(fields={"until": _("Choose a day to come.")})
    before = [item.pinned, item.pinned_until.isoformat() if item.pinned_until else ""]
    item.pinned, item.pinned_until = pinned, until if pinned else None
    tell("item.pinned" if pinned else "item.unpinned", item, actor_id=actor.id, number=1)
    until_day = until.isoformat() if pinned and until else ""
    return record(actor, item, "pinned" if pinned else "unpinned", before=before, until=until_day)


@undoes("pinned", "unpinned")
def _undo_pin(actor: Actor, item: Item, act: Act) -> None:
    """As it was before."""
    pinned, until = act.data["before"]
    item.pinned, item.pinned_until = pinned, datetime.fromisoformat(until) if until else None
    tell("item.pinned" if pinned else "item.unpinned", item, actor_id=actor.id, number=1)


def unpin_due() -> int:
    """What was pinned until now leaves the top. Answers how many."""
    rows = select(Item).where(Item.pinned_until <= clock.now(), Item.pinned).limit(200)
    found = list(db.session.scalars(rows))
    for item in found:
        item.pinned, item.pinned_until = False, None
        tell("item.unpinned", item, actor_id=None, number=1)
    return len(found)
