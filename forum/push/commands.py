"""Devices come and go; how somebody wants to be told."""

import base64
import binascii
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.notifications.models import Notification
from forum.push import services
from forum.push.models import MOST, Device, PushWishes
from forum.push.queries import wishes_of


@dataclass(frozen=True, slots=True)
class Offered:
    """What a browser says of itself. `key`, `auth`: base64url (RFC 8291)."""

    endpoint: str
    key: str
    auth: str
    name: str


def add(actor: Actor, offered: Offered, more: tuple[str, ...] = ()) -> Device:
    """This device is told from now on; one that is known already belongs to whoever asked last. Raises Invalid."""
    services.check(offered.endpoint, more)
    if len(_bytes(offered.key)) != 65 or len(_bytes(offered.auth)) != 16:
        raise Invalid(_("This browser said something that cannot be used: try again, or use another one."))
    digest = sha256(offered.endpoint.encode()).hexdigest()
    found = db.session.scalars(select(Device).where(Device.digest == digest)).first()
    if found is None:
        many = db.session.scalar(select(func.count()).where(Device.user_id == actor.id)) or 0
        if many >= MOST:
            raise Invalid(_("Ten devices are told already: remove one first."))
        found = Device(digest=digest, endpoint=offered.endpoint)
        db.session.add(found)
    found.user_id, found.key, found.auth = actor.id or 0, offered.key, offered.auth
    found.name = " ".join(offered.name.split())[:80] or _("A device")
    # What was told before is not told again by a new way.
    found.seen = db.session.scalar(select(func.max(Notification.id))) or 0
    found.next_at, found.attempts = clock.now(), 0
    db.session.flush()
    return found


def remove(actor: Actor, device_id: int) -> bool:
    """No more of this device. False when it is not theirs."""
    found = db.session.get(Device, device_id)
    if found is None or found.user_id != actor.id:
        return False
    db.session.delete(found)
    return True


def choose(actor: Actor, *, everything: bool, quiet_from: int, quiet_to: int) -> None:
    """How much is told, and the hours of rest. Raises Invalid."""
    if not (0 <= quiet_from < 24 and 0 <= quiet_to < 24):
        raise Invalid(_("Choose hours of the day."))
    wishes = _wishes(actor)
    wishes.everything, wishes.quiet_from, wishes.quiet_to = everything, quiet_from, quiet_to


def refuse_offer(actor: Actor) -> None:
    """Not asked again; the settings remain."""
    _wishes(actor).offer_refused = True


def _wishes(actor: Actor) -> PushWishes:
    return db.session.merge(wishes_of(actor))


def _bytes(word: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(word + "=" * (-len(word) % 4))
    except (binascii.Error, ValueError):
        return b""
