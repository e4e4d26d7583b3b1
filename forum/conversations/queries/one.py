"""Who is in a conversation, and the conversation itself for a command."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from forum.conversations.models import Conversation
from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.participant import Participant
from forum.items.policy import visible_to
from forum.people.models import User


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in a conversation, or who was."""

    id: int
    handle: str
    name: str
    state: str
    since: datetime
    left_at: datetime | None
    added_by: str | None

    @property
    def is_here(self) -> bool:
        """Did not leave, and has an account that is open."""
        return self.left_at is None and self.state == "active"


def people_of_all(ids: list[int]) -> dict[int, list[PersonRow]]:
    """The people of these conversations, in the order in which they came. One query."""
    by = aliased(User)
    rows = (
        select(
            Participant.item_id, User.id, User.handle, User.name, User.state, Participant.since, Participant.left_at,
            by.name,
        )
        .join(User, User.id == Participant.user_id)
        .outerjoin(by, by.id == Participant.added_by_id)
        .where(Participant.item_id.in_(ids))
        .order_by(Participant.since, User.name)
    )  # fmt: skip
    found: dict[int, list[PersonRow]] = {}
    for item_id, *facts in db.session.execute(rows) if ids else ():
        found.setdefault(item_id, []).append(PersonRow(*facts))
    return found


def people_of(item_id: int) -> list[PersonRow]:
    """The people of one conversation. One query."""
    return people_of_all([item_id]).get(item_id, [])


def readable(item_id: int, actor: Actor) -> Conversation | None:
    """The conversation, for a command; None for whoever is not in it. One query."""
    return db.session.scalars(select(Conversation).where(Conversation.id == item_id, visible_to(actor))).first()


def with_one(actor: Actor, person_id: int) -> tuple[int, str, str] | None:
    """The last conversation of the actor with this person alone: id, slug, title. One query."""
    me, them, more = aliased(Participant), aliased(Participant), aliased(Participant)
    third = select(more.item_id).where(more.item_id == Conversation.id, more.user_id.not_in((actor.id, person_id)))
    rows = (
        select(Conversation.id, Conversation.slug, Conversation.title)
        .join(me, (me.item_id == Conversation.id) & (me.user_id == actor.id) & me.left_at.is_(None))
        .join(them, (them.item_id == Conversation.id) & (them.user_id == person_id) & them.left_at.is_(None))
        .where(visible_to(actor), ~third.exists())
        .order_by(Conversation.active_at.desc())
        .limit(1)
    )
    row = db.session.execute(rows).first()
    return (row[0], row[1], row[2]) if row else None
