"""Who may do what in a space; the clauses that filter lists of spaces."""

from sqlalchemy import ColumnElement, or_

from forum.core.permissions import NOBODYS, Actor, rule
from forum.spaces.models import Space


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Spaces whose content the actor may read."""
    if actor.is_admin:
        return Space.id != NOBODYS
    return or_(Space.visibility.in_(("public", "unlisted")), Space.id.in_(actor.audiences))


def known_to(actor: Actor) -> ColumnElement[bool]:
    """Spaces that the actor may know of: members-only ones show their name and how to join."""
    if actor.is_admin:
        return Space.id != NOBODYS
    return or_(Space.visibility != "private", Space.id.in_(actor.audiences))


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """Spaces shown in lists: unlisted ones only to those who are in."""
    if actor.is_admin:
        return Space.id != NOBODYS
    return or_(Space.visibility.in_(("public", "members")), Space.id.in_(actor.audiences))


@rule("know", Space)
def may_know(actor: Actor, space: Space) -> bool:
    """Everybody, except for private spaces: their members."""
    return (actor.is_admin and space.id != NOBODYS) or space.visibility != "private" or space.id in actor.audiences


@rule("read", Space)
def may_read(actor: Actor, space: Space) -> bool:
    """Everybody for public and unlisted spaces; members for the others."""
    return (actor.is_admin and space.id != NOBODYS) or space.is_public or space.id in actor.audiences


@rule("publish", Space)
def may_publish(actor: Actor, space: Space) -> bool:
    """Members of the site in public spaces; members of the space in the others."""
    return actor.is_someone and may_read(actor, space)


@rule("join", Space)
def may_join(actor: Actor, space: Space) -> bool:
    """Anybody signed in who knows the space and is not in it, unless it is by invitation only."""
    outside = space.id not in actor.audiences
    return actor.is_someone and outside and may_know(actor, space) and space.joining != "invite"


@rule("leave", Space)
def may_leave(actor: Actor, space: Space) -> bool:
    """Its members."""
    return actor.is_someone and space.id in actor.audiences


@rule("keep", Space)
def may_keep(actor: Actor, space: Space) -> bool:
    """Its moderators, those of the spaces above it, the stewards of its territory, administrators."""
    return actor.keeps(space.id)


@rule("curate", Space)
def may_curate(actor: Actor, space: Space) -> bool:
    """Its curators and moderators."""
    return actor.tends(space.id)


@rule("create", Space)
def may_create(actor: Actor, subject: object) -> bool:
    """Administrators; keepers of a space create spaces inside it."""
    if isinstance(subject, Space):
        return actor.keeps(subject.id)
    return actor.is_admin
