"""Devices and wishes of somebody; whether to offer it; which devices have something new."""

from datetime import timedelta

from sqlalchemy import exists, select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.post import Post
from forum.notifications.models import QUIET, Notification
from forum.push.models import Device, PushWishes

SOME = 20  # devices at a time
WAIT = timedelta(seconds=15)  # whoever is on the site reads it there first


def devices_of(actor: Actor) -> list[Device]:
    """Newest first. One query."""
    return list(db.session.scalars(select(Device).where(Device.user_id == actor.id).order_by(Device.id.desc())))


def wishes_of(actor: Actor) -> PushWishes:
    """What was chosen, or what holds without a choice. One query, nothing written."""
    return db.session.get(PushWishes, actor.id) or PushWishes.usual(actor.id or 0)


def is_offered(actor: Actor) -> bool:
    """To whoever has answered once, has no device yet and did not refuse. One query."""
    refused = exists().where(PushWishes.user_id == actor.id, PushWishes.offer_refused.is_(True))
    has_one = exists().where(Device.user_id == actor.id)
    wrote = exists().where(Post.author_id == actor.id)
    return bool(db.session.scalar(select(wrote & ~has_one & ~refused)))


def due() -> list[Device]:
    """Those whose person has something new and unread. One query, and no write lock."""
    new = select(Notification.id).where(
        Notification.user_id == Device.user_id, Notification.id > Device.seen, Notification.read_at.is_(None),
        Notification.reason != QUIET, Notification.at <= clock.now() - WAIT,
    )  # fmt: skip
    rows = select(Device).where(Device.next_at <= clock.now(), new.exists()).order_by(Device.next_at).limit(SOME)
    found = list(db.session.scalars(rows))
    db.session.expunge_all()
    db.session.rollback()  # nothing is held while the network is waited for
    return found
