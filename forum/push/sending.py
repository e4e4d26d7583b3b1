"""What is new goes to the devices: gathered, outside the hours of rest, again after a pause when it failed."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import requests
import structlog
from py_vapid import Vapid02
from pywebpush import WebPushException, webpush
from sqlalchemy import func, select

from forum.core import addresses, clock, i18n
from forum.core.db import db, transaction
from forum.core.letters import said
from forum.items.kinds import path_of
from forum.notifications.models import Notification
from forum.notifications.queries import NotificationRow, told
from forum.push.keys import private_key
from forum.push.models import Device
from forum.push.queries import SOME, due, wishes_of
from forum.spaces import actors

log = structlog.get_logger()
TIMEOUT = 8.0  # seconds of one attempt
LIFE = 86_400  # seconds that a push service keeps it for a device that is off
GIVEN_UP = 8  # attempts: about a day


@dataclass(frozen=True, slots=True)
class Sender:
    """Who speaks to push services."""

    secret: str
    session: requests.Session


def sender(secret: str) -> Sender:
    """With the key of this installation; follows no redirection and no proxy of the environment."""
    session = requests.Session()
    session.max_redirects, session.trust_env = 0, False
    return Sender(secret, session)


def send_due(by: Sender) -> int:
    """Tell the devices that have something new. Answers how many messages left."""
    sent = 0
    for device in due():
        sent += _one(device, by)
    return sent


def _one(device: Device, by: Sender) -> int:
    actor = actors.of_user(device.user_id)
    if actor is None:
        _change(device, remove=True)
        return 0
    wishes = wishes_of(actor)
    now = clock.now().astimezone(ZoneInfo(actor.timezone))
    if until := quiet_until(now, wishes.quiet_from, wishes.quiet_to):
        _change(device, next_at=until)
        return 0
    seen = db.session.scalar(select(func.max(Notification.id)).where(Notification.user_id == device.user_id)) or 0
    groups = told(actor, unread=True, limit=SOME).rows
    rows = [row for group in groups for row in group.rows if row.id > device.seen]
    rows = [row for row in rows if wishes.everything or row.reason != "watch"]
    message = _message(rows, actor.locale) if rows else None
    db.session.rollback()
    if message is None:
        _change(device, seen=seen, attempts=0)
        return 0
    return _deliver(device, message, seen, by)


def quiet_until(now: datetime, start: int, end: int) -> datetime | None:
    """When the rest ends that `now`, in the person's zone, lies in; None outside of it."""
    quiet = start <= now.hour < end if start < end else (now.hour >= start or now.hour < end) and start != end
    if not quiet:
        return None
    morning = now.replace(hour=end, minute=0, second=0, microsecond=0)
    return morning if morning > now else morning + timedelta(days=1)


def _message(rows: list[NotificationRow], locale: str) -> dict[str, str]:
    """Title, sentence, address, tag. The text itself does not travel: a locked screen shows it to anybody."""
    first = rows[0]
    with i18n.speaking(locale or "fr"):
        if len({row.item_id for row in rows}) > 1:
            many = i18n.ngettext("%(n)s new notification", "%(n)s new notifications", len(rows))
            return {"title": "Palabre", "body": many, "url": "/notifications/?unread=1", "tag": "palabre"}
        body = " ".join(said("notifications/_sentence.html", row=first).split())
    title = "Palabre" if first.kind == "conversation" or not first.title else first.title
    url = "/notifications/"
    if first.kind and first.item_id:
        url = path_of(first.kind, first.item_id, first.slug or "", first.number or 1)
    return {"title": title[:120], "body": body[:200], "url": url, "tag": f"item-{first.item_id or 0}"}


def _deliver(device: Device, message: dict[str, str], seen: int, by: Sender) -> int:
    try:
        webpush(
            {"endpoint": device.endpoint, "keys": {"p256dh": device.key, "auth": device.auth}},
            json.dumps(message),
            vapid_private_key=Vapid02(private_key=private_key(by.secret)),
            vapid_claims={"sub": f"mailto:{addresses.sender()}"},
            ttl=LIFE,
            timeout=TIMEOUT,
            headers={"Urgency": "normal"},
            requests_session=by.session,
        )
    except (WebPushException, requests.RequestException, ValueError) as problem:
        _failed(device, problem)
        return 0
    _change(device, seen=seen, attempts=0, next_at=clock.now(), told_at=clock.now())
    return 1


def _failed(device: Device, problem: Exception) -> None:
    """Gone for good (404, 410), or again after a pause: half a minute, a minute… six hours."""
    status = getattr(getattr(problem, "response", None), "status_code", 0)
    attempts = device.attempts + 1
    log.warning("push.failed", device=device.id, status=status, attempts=attempts, error=type(problem).__name__)
    if status in (404, 410) or attempts > GIVEN_UP:
        _change(device, remove=True)
        return
    _change(device, attempts=attempts, next_at=clock.now() + timedelta(seconds=min(21_600, 15 * 2**attempts)))


def _change(device: Device, *, remove: bool = False, **values: object) -> None:
    """Unless somebody removed it meanwhile."""
    with transaction():
        kept = db.session.get(Device, device.id)
        if kept is None:
            return
        if remove:
            db.session.delete(kept)
        for name, value in values.items():
            setattr(kept, name, value)
