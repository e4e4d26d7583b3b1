"""Who may begin, continue and widen a conversation. Reading is in items/policy.py, with that of all items."""

from collections.abc import Iterable

from sqlalchemy import select

from forum.conversations.models import Block, Conversation
from forum.core.db import db
from forum.core.permissions import Actor, rule
from forum.items.models.participant import Participant
from forum.people.models import User

_installation = {"on": True}


def allow(on: bool) -> None:
    """Whether this installation has conversations: said once, when the application starts."""
    _installation["on"] = on


def are_on() -> bool:
    """Off: what was written can be read, nothing can be added."""
    return _installation["on"]


def blocks_among(ids: Iterable[int]) -> set[tuple[int, int]]:
    """(who blocks, who is blocked) among these people. One query."""
    people = sorted(set(ids))
    rows = select(Block.user_id, Block.blocked_id).where(Block.user_id.in_(people), Block.blocked_id.in_(people))
    return {(user_id, blocked_id) for user_id, blocked_id in db.session.execute(rows)}


def continues(actor_id: int, present: Iterable[int]) -> bool:
    """Somebody else is there to read; between two people, neither blocks the other. One query at most.

    Among more than two a block silences nobody: it would tell the others. It only tells nothing any more.
    """
    others = set(present) - {actor_id}
    return bool(others) and (len(others) > 1 or not blocks_among({actor_id, *others}))


def _present(item_id: int) -> set[int]:
    rows = (
        select(Participant.user_id)
        .join(User, User.id == Participant.user_id)
        .where(Participant.item_id == item_id, Participant.left_at.is_(None), User.state == "active")
    )
    return set(db.session.scalars(rows))


@rule("begin", Conversation)
def may_begin(actor: Actor, subject: object) -> bool:
    """Anybody signed in, where conversations are on; to whom is another question."""
    return actor.is_someone and are_on()


@rule("reply", Conversation)
def may_reply(actor: Actor, conversation: Conversation) -> bool:
    """Those who are in it, while somebody else is; between two, not when one blocks the other."""
    if not (actor.is_someone and are_on() and conversation.state == "public"):
        return False
    present = _present(conversation.id)
    return actor.id in present and continues(actor.id or 0, present)


@rule("link", Conversation)
def may_link(actor: Actor, conversation: Conversation) -> bool:
    """Nobody: a link would stand on the page of something public. Links in the text are as private as the text."""
    return False


@rule("take part", Conversation)
def may_take_part(actor: Actor, conversation: Conversation) -> bool:
    """Those who are in it: they rename it and leave it."""
    return actor.is_someone and actor.id in _present(conversation.id)


@rule("add people", Conversation)
def may_add(actor: Actor, conversation: Conversation) -> bool:
    """Those who are in it and may still write there."""
    return may_reply(actor, conversation)
