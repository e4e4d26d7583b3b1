"""Addresses that refuse letters: counted, then nothing more is sent, the person is told, and can start again."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from forum.core import clock, letters
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.ids import secret
from forum.core.permissions import Actor
from forum.notifications.models import Bounce, MailStop, NotificationSettings
from forum.people.models import User

ENOUGH = 3  # hard refusals, then mail stops
REMEMBERED = timedelta(days=90)  # one refusal a year does not add up
THREE_DAYS = 3 * 86_400


def note_bounce(email: str, hard: bool = True, at: datetime | None = None, key: str = "") -> bool:
    """An address refused a letter, or a notice of it came back. In a transaction. True when mail to it stops now.

    `key`: the letter that came back (its Message-ID): noted twice, it counts once. An address of nobody counts not.
    """
    email = email.strip().lower()
    user = db.session.scalars(select(User).where(User.email == email)).first()
    key = (key or f"{email}/{secret(9)}")[:120]
    if user is None or db.session.scalar(select(Bounce.id).where(Bounce.key == key)) is not None:
        return False
    at = at or clock.now()
    db.session.add(Bounce(key=key, user_id=user.id, is_hard=hard, at=at))
    db.session.flush()
    if not hard or db.session.get(MailStop, user.id) or hard_bounces(user.id, at) < ENOUGH:
        return False
    db.session.add(MailStop(user_id=user.id, at=at))
    emit("mail.stopped", actor_id=None, user_id=user.id)
    return True


def hard_bounces(user_id: int, at: datetime) -> int:
    """How many lately. One query."""
    rows = select(func.count()).where(Bounce.user_id == user_id, Bounce.is_hard, Bounce.at > at - REMEMBERED)
    return db.session.scalar(rows) or 0


def is_stopped(user_id: int) -> bool:
    """Does this person get no mail any more? One query."""
    return db.session.get(MailStop, user_id) is not None


def takes_letters(user_id: int) -> bool:
    """Did they not refuse all mail, and does their address take it? Two queries."""
    wishes = db.session.get(NotificationSettings, user_id)
    return not (wishes is not None and wishes.mail == "none") and not is_stopped(user_id)


def ask_again(actor: Actor) -> str:
    """A letter to the address with a link: if it arrives, mail can start again. Answers the address."""
    user = db.session.get(User, actor.id)
    if user is None or not user.email:
        raise Invalid(_("There is no address in your account."))
    token = letters.signed("mail again", user.id, user.email)
    letters.send("notifications/again", to=user.email, key=f"again/{secret(8)}", locale=user.locale, name=user.name,
                 token=token)  # fmt: skip
    return user.email


def of_token(token: str) -> User:
    """Whose address the link confirms. Raises Invalid when it is old, or when the address changed since."""
    gone = _("This link has expired: ask for a new one.")
    return letters.row_of(User, "mail again", token, seconds=THREE_DAYS, gone=gone)


def start_again(token: str) -> User:
    """The address works: what it refused is forgotten."""
    user = of_token(token)
    db.session.execute(delete(Bounce).where(Bounce.user_id == user.id))
    db.session.execute(delete(MailStop).where(MailStop.user_id == user.id))
    emit("mail.restarted", actor_id=user.id)
    return user
