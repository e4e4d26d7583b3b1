"""Old texts that nobody should read any more: a telephone number, a name that was let slip and edited out since."""

from forum.core.db import db
from forum.core.errors import Conflict, NotFound
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.acts import record, undoes
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.keeping import Act
from forum.items.models.post import Revision
from forum.items.policy import Message


def hide_version(actor: Actor, message: Message, version: int, *, reason: str = "") -> Act | None:
    """An old version leaves the history; that it did is written under the message. The present text is edited first."""
    require(actor, "hide a version", message)
    if version == message.row.version:
        raise Conflict(_("This is the present text: change it first, then hide this version."))
    old = _version(message.item, message.number, version)
    if old.is_hidden:
        return None
    return _turned(actor, message.item, old, hidden=True, reason=reason)


def show_version(actor: Actor, message: Message, version: int) -> Act | None:
    """It may be read again."""
    require(actor, "show a version", message)
    old = _version(message.item, message.number, version)
    return _turned(actor, message.item, old, hidden=False) if old.is_hidden else None


@undoes("concealed", "revealed")
def _undo(actor: Actor, item: Item, act: Act) -> None:
    """As it was before."""
    old = db.session.get(Revision, (item.id, act.data["number"], act.data["version"]))
    if old is None:
        raise Conflict(_("These messages moved again since: undo that first."))
    old.is_hidden = act.deed == "revealed"


def _turned(actor: Actor, item: Item, old: Revision, *, hidden: bool, reason: str = "") -> Act | None:
    old.is_hidden = hidden
    tell("item.version", item, actor_id=actor.id, number=old.number, hidden=hidden)
    where = {"number": old.number, "version": old.version}
    return record(actor, item, "concealed" if hidden else "revealed", after=old.number, reason=reason, **where)


def _version(item: Item, number: int, version: int) -> Revision:
    found = db.session.get(Revision, (item.id, number, version))
    if found is None:
        raise NotFound(_("This version does not exist."))
    return found
