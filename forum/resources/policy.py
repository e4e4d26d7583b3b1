"""Who keeps the catalogue right."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import Actor, rule
from forum.items.models.item import ItemTheme
from forum.resources import around
from forum.resources.models import Resource
from forum.spaces.models import Space
from forum.territories.queries import Node

__all__ = ["Local", "around", "may_complement", "may_tell_outcome", "may_verify", "may_verify_its_theme"]


@dataclass(frozen=True, slots=True)
class Local:
    """A sheet, and a place that may say something otherwise."""

    resource_id: int
    place: Node


@rule("verify", Resource)
def may_verify(actor: Actor, resource: Resource) -> bool:
    """Curators and moderators of its space, and of the space of one of its themes: they verify, confirm and refuse."""
    return actor.tends(resource.space_id) or may_verify_its_theme(actor, resource)


def may_verify_its_theme(actor: Actor, resource: Resource) -> bool:
    """Somebody who keeps the space of one of its themes. One query, none for those who keep no space."""
    kept = actor.curates | actor.moderates
    if not actor.is_someone or not kept:
        return False
    about = select(ItemTheme.theme_id).where(ItemTheme.item_id == resource.id)
    rows = select(Space.id).where(Space.id.in_(kept), Space.kind == "theme", Space.theme_id.in_(about))
    return db.session.scalar(rows.limit(1)) is not None


@rule("complement", Local)
def may_complement(actor: Actor, local: Local) -> bool:
    """Stewards of the territory, curators and moderators of its space or of that of a wider one, administrators."""
    if actor.is_admin or local.place.id in actor.stewards:
        return True
    kept = actor.curates | actor.moderates
    if not actor.is_someone or not kept:
        return False
    rows = select(Space.id).where(
        Space.id.in_(kept), Space.kind.in_(("national", "region")), Space.territory_id.in_(local.place.above)
    )
    return db.session.scalar(rows.limit(1)) is not None


@rule("tell outcome", Resource)
def may_tell_outcome(actor: Actor, resource: Resource) -> bool:
    """Anybody signed in, while it is published; the organisation must have confirmed them."""
    return actor.is_someone and resource.state == "public"
