"""Showing an item in other spaces too, without copying it: rights and moderation stay those of its own space."""

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, NotFound
from forum.core.i18n import _
from forum.core.permissions import Actor, can, require
from forum.items.commands.acts import record, undoes
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.keeping import Act, ItemSpace
from forum.spaces.models import Space

MOST = 5


def show_in(actor: Actor, item: Item, space: Space) -> Act | None:
    """Show it in another space too. Its author may, where they may publish; keepers of that space may."""
    _require(actor, item, space)
    require(actor, "publish", space)
    assert actor.id is not None
    if item.space_id == space.id or db.session.get(ItemSpace, (item.id, space.id)):
        raise Invalid(fields={"space": _("It is shown in this space already.")})
    if item.kind not in space.item_kinds:
        raise Invalid(fields={"space": _("This space does not take this kind of publication.")})
    known = db.session.scalar(select(func.count()).where(ItemSpace.item_id == item.id)) or 0
    if known >= MOST:
        raise Invalid(fields={"space": _("It is shown in five other spaces already: take it out of one first.")})
    db.session.add(ItemSpace(item_id=item.id, space_id=space.id, by_id=actor.id))
    tell("item.shown", item, actor_id=actor.id, number=1, in_space=space.id)
    return record(actor, item, "shown", shown=False, space_id=_place(actor, item, space), **_told(space))


def hide_from(actor: Actor, item: Item, space: Space) -> Act | None:
    """Show it there no longer: its author, its keepers, the keepers of that space."""
    if not actor.keeps(item.space_id):
        _require(actor, item, space)
    found = db.session.get(ItemSpace, (item.id, space.id))
    if found is None:
        raise NotFound(_("It is not shown in this space."))
    db.session.delete(found)
    tell("item.unshown", item, actor_id=actor.id, number=1, in_space=space.id)
    return record(actor, item, "unshown", shown=False, space_id=_place(actor, item, space), **_told(space))


def _require(actor: Actor, item: Item, space: Space) -> None:
    require(actor, "show elsewhere", item)
    if not (item.author_id == actor.id or actor.keeps(space.id)) or not can(actor, "read", item):
        raise Forbidden(_("Its author shows it elsewhere, or those who keep the other space."))


def _place(actor: Actor, item: Item, space: Space) -> int:
    """In whose log it stands: that of the space whose keeper did it."""
    return space.id if actor.keeps(space.id) else item.space_id


def _told(space: Space) -> dict[str, object]:
    """What the log says of the space; the name of a private one is nobody's business there."""
    return {"in_space": space.id, "name": "" if space.visibility == "private" else space.name}


@undoes("shown", "unshown")
def _undo(actor: Actor, item: Item, act: Act) -> None:
    """As it was before."""
    key = (item.id, act.data["in_space"])
    found = db.session.get(ItemSpace, key)
    if (found is not None) != (act.deed == "shown"):
        raise Conflict(_("This was changed since."))
    if found:
        db.session.delete(found)
    else:
        db.session.add(ItemSpace(item_id=key[0], space_id=key[1], by_id=act.by_id))
