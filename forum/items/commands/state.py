"""Deleting and restoring, moving, closing, pinning: what changes an item without changing its text."""

from forum.core import clock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.publish import waits
from forum.items.commands.tell import tell
from forum.items.models.item import Item
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
    # Deleting and restoring is no way around the moderator whom a newcomer's links wait for.
    state = "pending" if waits(actor, message.row.html, message.space_id) else "public"
    set_state(message, state, actor_id=actor.id, event=_event(message, "restored" if state == "public" else "waits"))


def _event(message: Message, deed: str) -> str:
    return f"{'item' if message.number == 1 else 'post'}.{deed}"


def move(actor: Actor, item: Item, space: Space) -> None:
    """Put an item into another space, where the actor may publish too. Its address stays."""
    require(actor, "move", item)
    require(actor, "publish", space)
    if item.space_id == space.id:
        raise Invalid(fields={"space": _("It is in this space already.")})
    if item.kind not in space.item_kinds:
        raise Invalid(fields={"space": _("This space does not take this kind of publication.")})
    old, item.space_id = item.space_id, space.id
    tell("item.moved", item, actor_id=actor.id, number=1, from_space=old)


def close(actor: Actor, item: Item, *, closed: bool) -> None:
    """No more replies, or again."""
    require(actor, "close", item)
    item.closed_at = clock.now() if closed else None
    tell("item.closed" if closed else "item.reopened", item, actor_id=actor.id, number=1)


def pin(actor: Actor, item: Item, *, pinned: bool) -> None:
    """Keep an item at the top of its space's lists, or no longer."""
    require(actor, "close", item)
    item.pinned = pinned
    tell("item.pinned" if pinned else "item.unpinned", item, actor_id=actor.id, number=1)
