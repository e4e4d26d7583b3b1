"""What is unread and what is new for a person: the same clauses for lists, counts, and marking all as read."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.around import Reading, Visit, Watch
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import listed_to
from forum.spaces.models import Space

FOLLOWED = ("all", "first", "digest")


def since(actor: Actor) -> datetime | None:
    """The end of the actor's visit before this one. One query."""
    return db.session.scalar(select(Visit.since).where(Visit.user_id == actor.id))


def can_undo(actor: Actor) -> bool:
    """Whether "mark all as read" can be taken back. One query."""
    return bool(db.session.scalar(select(Visit.undo).where(Visit.user_id == actor.id)))


def _watched(actor: Actor, subject: str, levels: tuple[str, ...]) -> ColumnElement[bool]:
    column = Item.id if subject == "item" else Item.space_id
    rows = select(Watch.subject_id).where(Watch.user_id == actor.id, Watch.subject == subject, Watch.level.in_(levels))
    return column.in_(rows)


def not_muted(actor: Actor) -> ColumnElement[bool]:
    """Items that are not muted, in spaces that are not."""
    return and_(~_watched(actor, "item", ("mute",)), ~_watched(actor, "space", ("mute",)))


def unread(actor: Actor) -> ColumnElement[bool]:
    """Read before or followed, with public messages that the actor has not read."""
    mine = (Reading.user_id == actor.id, Reading.item_id == Item.id)
    later = exists().where(Post.item_id == Item.id, Post.number > Reading.number, Post.state == "public")
    opened = exists().where(*mine, Reading.number < Item.last_number, later.correlate(Item, Reading)).correlate(Item)
    never = ~exists().where(*mine).correlate(Item)
    known = select(Reading.item_id).where(Reading.user_id == actor.id)
    return and_(
        or_(
            and_(Item.id.in_(known), opened),
            and_(_watched(actor, "item", FOLLOWED), never, Item.author_id != actor.id),
        ),
        not_muted(actor),
    )


def new(actor: Actor, moment: datetime | None) -> ColumnElement[bool]:
    """Published by others since the last visit and never opened."""
    never = ~exists().where(Reading.user_id == actor.id, Reading.item_id == Item.id).correlate(Item)
    parts = [never, Item.author_id != actor.id, not_muted(actor)]
    return and_(*parts, Item.created_at > moment) if moment else and_(*parts)


def changed(actor: Actor, moment: datetime | None) -> ColumnElement[bool]:
    """For home: what is unread, and what is new in the spaces that the actor is in or follows."""
    near = or_(Item.space_id.in_(actor.audiences), _watched(actor, "space", FOLLOWED))
    return or_(unread(actor), and_(near, new(actor, moment)))


def counts(actor: Actor, moment: datetime | None) -> list[tuple[str, str, int, int]]:
    """(slug, name, unread, new) of each space that has some, the most first. One query."""
    is_unread, is_new = unread(actor), new(actor, moment)
    numbers = [func.sum(func.coalesce(clause.cast(db.Integer), 0)) for clause in (is_unread, is_new)]
    rows = (
        select(Space.slug, Space.name, *numbers)
        .join(Item, Item.space_id == Space.id)
        .where(listed_to(actor), or_(is_unread, is_new))
        .group_by(Space.slug, Space.name)
        .order_by((numbers[0] + numbers[1]).desc(), Space.name)
    )
    return [(slug, name, int(old), int(fresh)) for slug, name, old, fresh in db.session.execute(rows)]
