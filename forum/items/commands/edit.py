"""Editing a message: the old text is kept, a text that changed meanwhile is never overwritten."""

from typing import Any

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, NotFound
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.permissions import Actor, require
from forum.items.commands.publish import waits
from forum.items.commands.tell import tell
from forum.items.commands.texts import checked, checked_title, tie, write
from forum.items.models.item import Item
from forum.items.models.post import Revision
from forum.items.policy import Message


def edit(
    actor: Actor, message: Message, *, source: str, version: int, title: str | None = None, reason: str = ""
) -> bool:
    """Change the text of a message, and the title of an item. False when nothing differs.

    `version`: the one that the editor began from. Raises Conflict when somebody saved in between.
    """
    require(actor, "edit", message)
    source = checked(source)
    item, row = message.item, message.row
    lock(row)
    if version != row.version:
        raise Conflict(_("Somebody saved another version meanwhile. Yours is below: compare, then save again."))
    new_title = checked_title(title) if title is not None and isinstance(row, Item) else None
    if source == row.source and (new_title is None or new_title == item.title):
        return False
    keep_revision(message)
    row.version += 1
    row.edited_at, row.edited_by_id, row.edit_reason = clock.now(), actor.id, reason.strip()[:200]
    if new_title:
        item.title, item.slug = new_title, slug_of(new_title)
    write(row, source, message.number)
    if row.state == "public" and waits(actor, row.html, item.space_id):
        row.state = "pending"
        item.replies -= message.number > 1  # the count of replies is that of public ones
    tie(item, message.number, source, actor.id)
    name = "item.edited" if message.number == 1 else "post.edited"
    tell(name, item, actor_id=actor.id, number=message.number, version=row.version, reason=reason[:200])
    return True


def keep_revision(message: Message) -> None:
    """Write down the text as it is now, before it changes."""
    row = message.row
    db.session.add(
        Revision(
            item_id=message.item.id,
            number=message.number,
            version=row.version,
            source=row.source,
            title=message.item.title if message.number == 1 else "",
            author_id=row.edited_by_id or row.author_id,
            at=row.edited_at or row.created_at,
            reason=row.edit_reason or "",
        )  # fmt: skip
    )


def restore_version(actor: Actor, message: Message, version: int) -> bool:
    """Bring an old text back, as a new version: nothing is lost."""
    old = db.session.get(Revision, (message.item.id, message.number, version))
    if old is None or old.is_hidden:
        raise NotFound(_("This version does not exist."))
    title: dict[str, Any] = {"title": old.title} if message.number == 1 else {}
    reason = _("back to version %(n)s", n=version)
    return edit(actor, message, source=old.source, version=message.row.version, reason=reason, **title)
