"""Telling people, and what they do with it: read, read all, choose what comes by mail."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert, or_, select, update

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.notifications.audience import Telling
from forum.notifications.calendar import next_digest
from forum.notifications.models import DIGESTS, MAILS, REFUSABLE, MailStop, Notification, NotificationSettings
from forum.notifications.wishes import Person, wants_letter
from forum.people.models import User
from forum.spaces import actors

SOME = 2000  # ids in one statement: SQLite takes 32,766 values


def tell(tellings: list[Telling]) -> list[tuple[Telling, Person]]:
    """Write a row for each person and event, once: told again, nothing happens. Answers what is new.

    Three statements for each 2,000 tellings. Suspended people and names without account are left out; guests are told
    of what they were invited to (one statement more, when there are any).
    """
    people = _people({telling.user_id for telling in tellings})
    tellings = _without_strangers(tellings, people)
    known = _known(tellings)
    fresh = [each for each in tellings if each.user_id in people and (each.user_id, each.event.id) not in known]
    once = {(each.user_id, each.event.id): each for each in fresh}.values()
    rows = [_row(telling, people[telling.user_id]) for telling in once]
    for start in range(0, len(rows), SOME):
        db.session.execute(insert(Notification), rows[start : start + SOME])
    return [(telling, people[telling.user_id]) for telling in fresh]


def _row(telling: Telling, person: Person) -> dict[str, object]:
    event = telling.event
    return {
        "user_id": telling.user_id, "event_id": event.id, "name": event.name, "reason": telling.reason,
        "actor_id": event.actor_id, "space_id": event.space_id, "item_id": event.item_id, "number": event.number,
        "data": {**event.data, "path": telling.path} if telling.path else event.data, "at": event.at,
        "mailed": wants_letter(person, telling),
    }  # fmt: skip


def _people(ids: set[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for some in _slices(sorted(ids)):
        kept = NotificationSettings
        rows = (
            select(
                User.id,
                User.name,
                User.email,
                User.locale,
                User.timezone,
                User.state,
                kept.mail,
                kept.refused,
                MailStop.at,
            )
            .outerjoin(kept, kept.user_id == User.id)
            .outerjoin(MailStop, MailStop.user_id == User.id)
            .where(User.id.in_(some), User.state.in_(("active", "guest")))
        )
        for user_id, name, email, locale, zone, state, mail, refused, stopped in db.session.execute(rows):
            wants = mail or "mine", tuple(refused or ()), bool(stopped)
            found[user_id] = Person(user_id, name, email, locale, *wants, zone or "", state == "guest")
    return found


def _without_strangers(tellings: list[Telling], people: dict[int, Person]) -> list[Telling]:
    """What a guest has no part in any more, or never had, is not theirs to be told."""
    guests = actors.of_users([person.id for person in people.values() if person.is_guest])
    return [
        each for each in tellings
        if each.user_id not in people or not people[each.user_id].is_guest
        or (each.user_id in guests and (each.event.item_id or 0) in guests[each.user_id].let_in)
    ]  # fmt: skip


def _known(tellings: list[Telling]) -> set[tuple[int, int]]:
    events = sorted({telling.event.id for telling in tellings})
    known: set[tuple[int, int]] = set()
    for some in _slices(sorted({telling.user_id for telling in tellings})):
        rows = select(Notification.user_id, Notification.event_id).where(
            Notification.user_id.in_(some), Notification.event_id.in_(events)
        )
        known |= {(user_id, event_id) for user_id, event_id in db.session.execute(rows)}
    return known


def _slices(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + SOME] for start in range(0, len(ids), SOME))


def read_item(user_id: int, item_id: int) -> int:
    """The person has seen this item: what they were told of it is read. Answers how many were unread."""
    return _read(user_id, Notification.item_id == item_id)


def read_one(user_id: int, notification_id: int) -> Notification | None:
    """This one is read, and what else was told of its item. None when it is not theirs."""
    found = db.session.get(Notification, notification_id)
    if found is None or found.user_id != user_id:
        return None
    same = Notification.item_id == found.item_id if found.item_id else Notification.id == found.id
    _read(user_id, or_(Notification.id == found.id, same))
    return found


def read_all(actor: Actor) -> int:
    """All is read."""
    return _read(actor.id or 0, Notification.id > 0)


def _read(user_id: int, which: object) -> int:
    mine = (Notification.user_id == user_id, Notification.read_at.is_(None), which)
    result = db.session.execute(update(Notification).where(*mine).values(read_at=clock.now()))
    return int(result.rowcount)


def choose_mail(actor: Actor, mail: str, **choices: Any) -> None:
    """How much comes by mail: at once, and in a summary (`digest`, `hour`, `weekday`); `refused` reasons.

    Decisions about one's own messages always come: the law asks for it.
    """
    digest, hour, weekday = choices.get("digest", "weekly"), choices.get("hour", 8), choices.get("weekday", 0)
    wrong = {"mail": mail not in MAILS, "digest": digest not in DIGESTS, "hour": hour not in range(24),
             "weekday": weekday not in range(7)}  # fmt: skip
    if any(wrong.values()):
        raise Invalid(fields={name: _("Choose one of the proposed values.") for name, bad in wrong.items() if bad})
    kept = settings_of(actor.id or 0)
    kept.mail = mail
    if "refused" in choices:
        kept.refused = [reason for reason in REFUSABLE if reason in choices["refused"]]
    if choices:
        kept.digest, kept.hour, kept.weekday = digest, hour, weekday
        kept.next_digest_at = next_digest(kept, actor.timezone, clock.now())


def settings_of(user_id: int) -> NotificationSettings:
    """The row of somebody's wishes, made when they never said any. For changing it, in a transaction."""
    found = db.session.get(NotificationSettings, user_id)
    if found is None:
        found = NotificationSettings(user_id=user_id, mail="mine", refused=[], digest="weekly", hour=8, weekday=0)
        db.session.add(found)
    return found
