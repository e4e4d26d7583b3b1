"""Smaller deeds of keepers: another title, a message that all may edit, notes to each other."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.acts import record, undoes
from forum.items.commands.edit import edit
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.keeping import Act, Note
from forum.items.models.post import Post
from forum.items.policy import Message


def rename(actor: Actor, item: Item, title: str, reason: str = "") -> Act | None:
    """Give it another title. The old one stays in its history, and its address leads to the new one."""
    require(actor, "close", item)
    before = item.title
    message = Message(item, 1, item)
    if not edit(actor, message, source=item.source, version=item.version, title=title, reason=reason):
        return None
    return record(actor, item, "renamed", reason=reason, before=before, title=item.title)


@undoes("renamed")
def _undo_rename(actor: Actor, item: Item, act: Act) -> None:
    """The title that it had, as a new version."""
    if item.title != act.data["title"]:
        raise Conflict(_("It was renamed again since: undo that first."))
    edit(actor, Message(item, 1, item), source=item.source, version=item.version, title=act.data["before"])


def make_wiki(actor: Actor, message: Message, *, on: bool) -> Act | None:
    """Let every member edit a message, or no longer. Its history says who wrote what."""
    require(actor, "split", message.item)
    if message.row.is_wiki == on:
        return None
    message.row.is_wiki = on
    tell("item.wiki", message.item, actor_id=actor.id, number=message.number, on=on)
    return record(actor, message.item, "wiki" if on else "unwiki", after=message.number, number=message.number)


@undoes("wiki", "unwiki")
def _undo_wiki(actor: Actor, item: Item, act: Act) -> None:
    """As it was before."""
    number = act.data["number"]
    row: Item | Post | None = item
    if number > 1:
        row = db.session.scalars(select(Post).where(Post.item_id == item.id, Post.number == number)).first()
    if row is None:
        raise Conflict(_("These messages moved again since: undo that first."))
    row.is_wiki = act.deed == "unwiki"


def note(actor: Actor, message: Message, text: str) -> tuple[Note, Act | None]:
    """Write to the other keepers about an item or one of its messages. Nobody else sees it, nor that there is one."""
    require(actor, "split", message.item)
    text = text.replace("\r\n", "\n").strip()
    if not 2 <= len(text) <= 2000:
        raise Invalid(fields={"text": _("Write a few words, 2,000 characters at most.")})
    assert actor.id is not None
    made = Note(item_id=message.item.id, number=message.number, text=text, by_id=actor.id)
    db.session.add(made)
    db.session.flush()
    # The page shows it to keepers at once; visitors' pages did not change, so the stamp stays.
    return made, record(actor, message.item, "noted", after=message.number, shown=False, note=made.id)


@undoes("noted")
def _undo_note(actor: Actor, item: Item, act: Act) -> None:
    """The note goes."""
    if found := db.session.get(Note, act.data["note"]):
        db.session.delete(found)


def remove_note(actor: Actor, found: Note, item: Item) -> None:
    """Take a note away: any keeper may."""
    require(actor, "split", item)
    db.session.delete(found)
