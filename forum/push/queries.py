"""Devices and wishes of somebody; whether to offer it."""

from sqlalchemy import exists, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.post import Post
from forum.push.models import Device, PushWishes


def devices_of(actor: Actor) -> list[Device]:
    """Newest first. One query."""
    return list(db.session.scalars(select(Device).where(Device.user_id == actor.id).order_by(Device.id.desc())))


def wishes_of(actor: Actor) -> PushWishes:
    """What was chosen, or what holds without a choice. One query, nothing written."""
    kept = db.session.get(PushWishes, actor.id)
    return kept or PushWishes(everything=False, quiet_from=21, quiet_to=8, offer_refused=False)


def is_offered(actor: Actor) -> bool:
    """To whoever has answered once, has no device yet and did not refuse. One query."""
    refused = exists().where(PushWishes.user_id == actor.id, PushWishes.offer_refused.is_(True))
    has_one = exists().where(Device.user_id == actor.id)
    wrote = exists().where(Post.author_id == actor.id)
    return bool(db.session.scalar(select(wrote & ~has_one & ~refused)))
