"""Typed links between items, shown on both sides."""

from forum.core.db import db
from forum.core.errors import Invalid, NotFound
from forum.core.i18n import _
from forum.core.permissions import Actor, can, require
from forum.items.commands.tell import tell
from forum.items.models.around import RELATIONS, Link
from forum.items.models.item import Item


def link(actor: Actor, item: Item, other: Item | None, relation: str = "cites", number: int = 1) -> Link:
    """Tie an item to another that the actor may read. Twice is once."""
    if actor.id or not actor.is_admin:
        require(actor, "link", item)
    if relation not in RELATIONS:
        raise Invalid(fields={"relation": _("Choose one of the proposed values.")})
    if other is None or other.id == item.id or not can(actor, "read", other):
        raise Invalid(fields={"other": _("Give the address of another publication of this site.")})
    found = db.session.get(Link, (item.id, other.id, relation))
    if found is None:
        found = Link(from_id=item.id, to_id=other.id, relation=relation, number=number, by_id=actor.id)
        db.session.add(found)
        other.stamp = other.stamp + 1
        tell("item.linked", item, actor_id=actor.id, number=number, to=other.id, relation=relation)
    return found


def unlink(actor: Actor, item: Item, other: Item, relation: str) -> None:
    """Take a link back. Links that stand in a text go with the text."""
    require(actor, "link", item)
    found = db.session.get(Link, (item.id, other.id, relation))
    if found is None or found.by_text:
        raise NotFound(_("There is no such link to remove; one that stands in a text goes with the text."))
    db.session.delete(found)
    other.stamp = other.stamp + 1
    tell("item.unlinked", item, actor_id=actor.id, number=1, to=other.id, relation=relation)
