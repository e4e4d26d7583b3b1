"""Events become notifications, and some of them letters; addresses that refused a letter are counted."""

from sqlalchemy import select, update

from forum.core.db import db
from forum.core.events import Event, follows
from forum.core.mail import Mail
from forum.notifications import letters
from forum.notifications.audience import AUDIENCES, tellings_of
from forum.notifications.bounces import note_bounce
from forum.notifications.commands import tell
from forum.notifications.models import Notification
from forum.notifications.scene import scene_of


@follows(*AUDIENCES, name="notifications", imported=False)
def notify(events: list[Event]) -> None:
    """Tell those who may read it, once each. Runs in one transaction with the cursor.

    A dozen statements a batch, however many people follow; letters only for what is new.
    """
    scene = scene_of(events)
    letters.send(tell(tellings_of(events, scene)), scene)


@follows("mail.refused", name="bounces")
def count(events: list[Event]) -> None:
    """The outbox was told for good that a letter cannot be delivered. (A letter counts once.)"""
    for event in events:
        mail = db.session.scalars(select(Mail).where(Mail.id == event.data["mail"])).first()
        if mail:
            note_bounce(mail.recipient, hard=bool(event.data.get("hard")), at=event.at, key=f"mail/{mail.id}")


@follows("mail.unsure", name="unsure letters")
def tell_again(events: list[Event]) -> None:
    """A kill left it unsure whether a letter left: what it said comes in the next summary, unless it was read."""
    keys = db.session.scalars(select(Mail.key).where(Mail.id.in_([event.data["mail"] for event in events]))).all()
    for key in keys:
        kind, _slash, place = key.partition("/")
        event_id, _slash, user_id = place.partition("/")
        if kind == "notification" and event_id.isdigit() and user_id.isdigit():
            mine = (Notification.event_id == int(event_id), Notification.user_id == int(user_id))
            db.session.execute(update(Notification).where(*mine).values(mailed=False))
