"""Who can be written to by whom: blocks, what each person chose, and the limits of newcomers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select

from forum.conversations.models import Block, Conversation, ConversationSettings
from forum.conversations.policy import blocks_among
from forum.core import clock
from forum.core.db import db
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items.models.participant import Participant
from forum.people.models import User
from forum.spaces.models import Membership, Stewardship


def refusals(actor: Actor, people: list[User], present: Iterable[int] = ()) -> dict[int, str]:
    """Who among these cannot be written to by the actor, with the sentence that says so. Five queries at most.

    A block, a choice and a closed account are told in the same words: nobody learns that they are blocked.
    `present`: who is in the conversation already.
    """
    ids = [person.id for person in people]
    found: dict[int, str] = {}
    chosen, keepers = _chosen(ids), keepers_among(ids)
    blocks = blocks_among([*ids, *present, actor.id or 0])
    near = _near(actor, [each for each in ids if chosen.get(each) == "spaces" and each not in keepers])
    known = _wrote_first(actor, ids) if actor.is_newcomer else set()
    for person in people:
        if (actor.id, person.id) in blocks:
            found[person.id] = _("You blocked %(name)s: take that back first, in your settings.", name=person.name)
        elif person.state != "active" or _is_closed(person.id, chosen, keepers, near) or _blocked(person.id, blocks):
            found[person.id] = _("%(name)s does not receive messages at the moment.", name=person.name)
        elif actor.is_newcomer and person.id not in keepers | known:
            found[person.id] = _(
                "You are new here: you may write to those who keep a space and to those who wrote to you first."
                " %(name)s will be within reach once a few of your messages are published.",
                name=person.name,
            )
    return found


def _is_closed(person_id: int, chosen: dict[int, str], keepers: set[int], near: set[int]) -> bool:
    """What they chose; those who keep a space can always be written to."""
    if person_id in keepers:
        return False
    choice = chosen.get(person_id, "all")
    return choice == "nobody" or (choice == "spaces" and person_id not in near)


def _blocked(person_id: int, blocks: set[tuple[int, int]]) -> bool:
    """They and somebody in the conversation do not want to hear of each other."""
    return any(person_id in pair for pair in blocks)


def _chosen(ids: list[int]) -> dict[int, str]:
    rows = select(ConversationSettings.user_id, ConversationSettings.from_whom).where(
        ConversationSettings.user_id.in_(ids)
    )
    return {user_id: choice for user_id, choice in db.session.execute(rows)}


def keepers_among(ids: list[int]) -> set[int]:
    """Those who moderate or curate a space, keep a territory, or administer. One query."""
    roles = select(Membership.user_id).where(Membership.role.in_(("moderator", "curator")))
    rows = select(User.id).where(
        User.id.in_(ids), or_(User.is_admin, User.id.in_(roles), User.id.in_(select(Stewardship.user_id)))
    )
    return set(db.session.scalars(rows))


def _near(actor: Actor, ids: list[int]) -> set[int]:
    """Those who share a space with the actor. One query, none for nobody."""
    if not ids:
        return set()
    mine = select(Membership.space_id).where(Membership.user_id == actor.id)
    rows = select(Membership.user_id).where(Membership.user_id.in_(ids), Membership.space_id.in_(mine))
    return set(db.session.scalars(rows))


def _wrote_first(actor: Actor, ids: list[int]) -> set[int]:
    """Those who began a conversation with the actor."""
    rows = (
        select(Conversation.author_id)
        .join(Participant, Participant.item_id == Conversation.id)
        .where(Conversation.author_id.in_(ids), Participant.user_id == actor.id)
    )
    return set(db.session.scalars(rows))


def begun_lately(user_id: int) -> int:
    """Conversations that somebody began in the last 24 hours. One query, on the index of authors."""
    since = clock.now() - timedelta(days=1)
    rows = select(func.count()).where(Conversation.author_id == user_id, Conversation.created_at >= since)
    return db.session.scalar(rows) or 0


def named(words: Iterable[str]) -> tuple[list[User], list[str]]:
    """People by handle or by whole name, and the words that name nobody, or several people. One query."""
    wanted = list(dict.fromkeys(" ".join(word.split()).removeprefix("@").lower() for word in words if word.strip()))[
        :20
    ]
    names = func.lower(User.name)
    rows = select(User).where(or_(User.handle.in_(wanted), names.in_(wanted)), User.state == "active")
    found = list(db.session.scalars(rows)) if wanted else []
    people, unknown = [], []
    for word in wanted:
        exact = [user for user in found if user.handle == word]
        fits = exact or [user for user in found if user.name.lower() == word]
        people += fits if len(fits) == 1 else []
        unknown += [word] if len(fits) != 1 else []
    return list(dict.fromkeys(people)), unknown


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose name is being typed."""

    handle: str
    name: str


def completed(begin: str, actor: Actor, limit: int = 8) -> list[Named]:
    """People whose handle or name begins so, one word of the name too. One query."""
    word = begin.strip().removeprefix("@").lower().replace("%", "").replace("_", "\\_")
    if len(word) < 2:
        return []
    name = func.lower(User.name)
    fits = or_(
        User.handle.like(f"{word}%", escape="\\"),
        name.like(f"{word}%", escape="\\"),
        name.like(f"% {word}%", escape="\\"),
    )
    rows = select(User.handle, User.name).where(fits, User.state == "active", User.id != actor.id)
    return [Named(*row) for row in db.session.execute(rows.order_by(User.name).limit(limit))]


@dataclass(frozen=True, slots=True)
class BlockedRow:
    """Somebody whom one blocks."""

    handle: str
    name: str
    at: object


def blocked_by(actor: Actor) -> list[BlockedRow]:
    """Whom the actor blocks, newest first. One query."""
    rows = (
        select(User.handle, User.name, Block.at)
        .join(Block, Block.blocked_id == User.id)
        .where(Block.user_id == actor.id)
        .order_by(Block.at.desc())
        .limit(500)
    )
    return [BlockedRow(*row) for row in db.session.execute(rows)]


def who_block(user_id: int, among: Iterable[int]) -> set[int]:
    """Those among these who block this person. One query."""
    rows = select(Block.user_id).where(Block.blocked_id == user_id, Block.user_id.in_(sorted(set(among))))
    return set(db.session.scalars(rows))


def choice_of(actor: Actor) -> str:
    """Who may begin a conversation with the actor. One query."""
    kept = db.session.get(ConversationSettings, actor.id)
    return kept.from_whom if kept else "all"
