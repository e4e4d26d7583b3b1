"""Telling people, and what they do with it: read, read all, choose what comes by mail."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import insert, or_, select, update

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.notifications.audience import Telling
from forum.notifications.models import MAILS, Notification, NotificationSettings
from forum.people.models import User

SOME = 2000  # ids in one statement: SQLite takes 32,766 values


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be told: `mail` is how much they want by mail."""

    id: int
    name: str
    email: str | None
    locale: str
    mail: str


def tell(tellings: list[Telling]) -> list[tuple[Telling, Person]]:
    """Write a row for each person and event, once: told again, nothing happens. Answers what is new.

    Three statements for each 2,000 tellings. Suspended people and names without account are left out.
    """
    people = _people({telling.user_id for telling in tellings})
    known = _known(tellings)
    fresh = [each for each in tellings if each.user_id in people and (each.user_id, each.event.id) not in known]
    rows = [_row(telling) for telling in {(each.user_id, each.event.id): each for each in fresh}.values()]
    for start in range(0, len(rows), SOME):
        db.session.execute(insert(Notification), rows[start : start + SOME])
    return [(telling, people[telling.user_id]) for telling in fresh]


def _row(telling: Telling) -> dict[str, object]:
    event = telling.event
    return {
        "user_id": telling.user_id, "event_id": event.id, "name": event.name, "reason": telling.reason,
        "actor_id": event.actor_id, "space_id": event.space_id, "item_id": event.item_id, "number": event.number,
        "data": {**event.data, "path": telling.path} if telling.path else event.data, "at": event.at,
    }  # fmt: skip


def _people(ids: set[int]) -> dict[int, Person]:
    found: dict[int, Person] = {}
    for some in _slices(sorted(ids)):
        rows = (
            select(User.id, User.name, User.email, User.locale, NotificationSettings.mail)
            .outerjoin(NotificationSettings, NotificationSettings.user_id == User.id)
            .where(User.id.in_(some), User.state == "active")
        )
        for user_id, name, email, locale, mail in db.session.execute(rows):
            found[user_id] = Person(user_id, name, email, locale, mail or "mine")
    return found


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


def choose_mail(actor: Actor, mail: str) -> None:
    """How much comes by mail at once. Decisions about one's own messages always do: the law asks for it."""
    if mail not in MAILS:
        raise Invalid(fields={"mail": _("Choose one of the proposed values.")})
    assert actor.id is not None
    db.session.merge(NotificationSettings(user_id=actor.id, mail=mail))
