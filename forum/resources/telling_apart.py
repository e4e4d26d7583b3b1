"""Command: two sheets that look alike are not the same; it is remembered."""

from forum.core.db import db
from forum.core.errors import Forbidden, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, can
from forum.resources.around import NotTheSame
from forum.resources.models import Resource


def tell_apart(actor: Actor, one: Resource, other: Resource, *, apart: bool = True) -> None:
    """By whoever keeps one of them right. `apart` false: they may be the same after all."""
    if one.id == other.id:
        raise Invalid(_("Give the address of another resource."))
    if not can(actor, "verify", one) and not can(actor, "verify", other):
        raise Forbidden(_("You are not allowed to do this here."))
    low, high = sorted((one.id, other.id))
    found = db.session.get(NotTheSame, (low, high))
    if apart and found is None:
        db.session.add(NotTheSame(low_id=low, high_id=high, by_id=actor.id))
    elif not apart and found is not None:
        db.session.delete(found)
