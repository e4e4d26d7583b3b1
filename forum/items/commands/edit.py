"""Editing a message: the old text is kept, a text that changed meanwhile is never overwritten."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, NotFound
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.permissions import Actor, require
from forum.files.commands import attach, describe, keep_only
from forum.files.queries import files_of
from forum.items.commands.merging import Merged, merged
from forum.items.commands.publish import waits
from forum.items.commands.tell import tell
from forum.items.commands.texts import checked, checked_title, tie, write
from forum.items.models.item import Item
from forum.items.models.post import Revision
from forum.items.policy import Message

Edited = Literal["", "saved", "merged"]


def edit(
    actor: Actor,
    message: Message,
    *,
    source: str,
    version: int,
    title: str | None = None,
    reason: str = "",
    files: Collection[int] | None = None,
    alts: Mapping[int, str] | None = None,
    by_id: int | None = None,
) -> Edited:
    """Change the text of a message, and the title of an item. Answers nothing when nothing differs.

    `version`: the one that the editor began from. When somebody saved in between, the two changes are joined
    ("merged"). Raises Conflict when both changed the same words.
    `files`: all that is attached from now on (None: as before); `alts`: what its pictures show, by id.
    `by_id`: whose words these are, when the actor takes what somebody else proposed.
    """
    require(actor, "edit", message)
    source = checked(source)
    item, row = message.item, message.row
    lock(row)
    is_late = version != row.version
    if is_late:
        source, title = _joined(message, version, source, title)
    # A text that all may edit keeps the title that its author gave.
    titles = row.author_id == actor.id or actor.tends(item.space_id)
    new_title = None
    if title is not None and titles and isinstance(row, Item):
        new_title = checked_title(title, least=len(row.title))
    same = source == row.source and (new_title is None or new_title == item.title)
    if not _attach(actor, message, files, alts or {}) and same:
        return ""
    if not same:
        keep_revision(message)
        row.version += 1
        row.edited_at, row.edited_by_id, row.edit_reason = clock.now(), by_id or actor.id, reason.strip()[:200]
    if new_title:
        item.title, item.slug = new_title, slug_of(new_title)
    write(row, source, message.number)
    if row.state == "public" and waits(actor, row.html, item.space_id, files or ()):
        row.state = "pending"
        item.replies -= message.number > 1  # the count of replies is that of public ones
    tie(item, message.number, source, actor.id)
    name = "item.edited" if message.number == 1 else "post.edited"
    tell(name, item, actor_id=actor.id, number=message.number, version=row.version, reason=reason[:200])
    return "merged" if is_late else "saved"


def begun_from(message: Message, version: int) -> tuple[str, str] | None:
    """The text and the title that an editor began from, if that version is still known."""
    if version == message.row.version:
        return message.row.source, message.item.title
    old = db.session.get(Revision, (message.item.id, message.number, version))
    return (old.source, old.title) if old else None


def attempted(message: Message, version: int, source: str) -> Merged:
    """What joining would make of a text begun from `version`; without that version both stand against each other."""
    begun = begun_from(message, version)
    text = source.replace("\r\n", "\n").strip()
    return merged(begun[0], text, message.row.source) if begun else Merged(text, False)


def _joined(message: Message, version: int, source: str, title: str | None) -> tuple[str, str | None]:
    begun, joined = begun_from(message, version), attempted(message, version, source)
    present = message.item.title
    if title is not None and begun and " ".join(title.split()) in (begun[1], present):
        title = present  # only the others changed it
    elif title is not None and begun and begun[1] != present:
        joined = Merged(joined.text, False)
    if begun is None or not joined.is_clean:
        raise Conflict(_("Somebody saved another version meanwhile. Yours is below: compare, then save again."))
    return joined.text, title


def _attach(actor: Actor, message: Message, files: Collection[int] | None, alts: Mapping[int, str]) -> bool:
    """What is attached from now on, and its words. Answers whether anything changed."""
    item_id, number = message.item.id, message.number
    changed = False
    if files is not None:
        before = [file.id for file in files_of(item_id, number)]
        attach(actor, files, item_id, number)
        keep_only(files, item_id, number)
        changed = set(before) != set(files)
    return describe(alts, owner_id=actor.id, item_id=item_id, number=number) or changed


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


def restore_version(actor: Actor, message: Message, version: int) -> Edited:
    """Bring an old text back, as a new version: nothing is lost."""
    old = db.session.get(Revision, (message.item.id, message.number, version))
    if old is None or old.is_hidden:
        raise NotFound(_("This version does not exist."))
    title: dict[str, Any] = {"title": old.title} if message.number == 1 else {}
    reason = _("back to version %(n)s", n=version)
    return edit(actor, message, source=old.source, version=message.row.version, reason=reason, **title)
