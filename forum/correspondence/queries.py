"""What came in before: the same letter, the letter that this one answers, how many there were."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, select

from forum.core import clock
from forum.core.addresses import opened_message_ids
from forum.core.db import db
from forum.core.permissions import Actor
from forum.correspondence.models import ReceivedLetter
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.people.models import User


def account_of(address: str) -> User | None:
    """Whose address it is; suspended accounts too. One query."""
    return db.session.scalars(select(User).where(User.email == address)).first() if address else None


def known(digest: str) -> ReceivedLetter | None:
    """This very letter, taken before. One query."""
    return db.session.scalars(select(ReceivedLetter).where(ReceivedLetter.digest == digest)).first()


def in_the_last_hour(user_id: int) -> int:
    """How many letters this person sent. One query."""
    since = clock.now() - timedelta(hours=1)
    rows = select(func.count()).where(ReceivedLetter.user_id == user_id, ReceivedLetter.at > since)
    return db.session.scalar(rows) or 0


def answered_place(answers: Sequence[str], actor: Actor) -> tuple[int, int] | None:
    """(item, number) of the message that a letter answers, if the actor may read it. Two queries at most.

    It answers a letter of ours, whose Message-ID says so, or a letter that became a message here.
    """
    ours = opened_message_ids(" ".join(answers))
    digests = {sha256(each.encode()).hexdigest(): place for place, each in enumerate(answers)}
    if not ours and digests:
        rows = select(ReceivedLetter).where(ReceivedLetter.message.in_(digests), ReceivedLetter.item_id.is_not(None))
        found = sorted(db.session.scalars(rows), key=lambda row: digests[row.message])
        ours = [(row.item_id, row.number or 1) for row in found if row.item_id]
    if not ours:
        return None
    item_id, number = ours[-1]
    seen = db.session.scalar(select(Item.id).where(Item.id == item_id, visible_to(actor)))
    return (item_id, number) if seen else None
