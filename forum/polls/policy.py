"""Who asks, who votes, who keeps a poll. Whoever may not read its message gets a 404 before."""

from dataclasses import dataclass

from forum.core.permissions import Actor, rule
from forum.items.policy import Message
from forum.polls.models import Poll, is_open


@dataclass(frozen=True, slots=True)
class Asked:
    """A poll with the message on which it hangs."""

    poll: Poll
    message: Message

    @property
    def is_public(self) -> bool:
        """Its message and its item are published."""
        return self.message.item.state == "public" and self.message.row.state == "public"


@rule("ask a poll", Message)
def may_ask(actor: Actor, message: Message) -> bool:
    """The author of the message and those who keep the space, while the discussion is open."""
    if not actor.is_someone or message.row.state not in ("public", "pending"):
        return False
    if actor.keeps(message.space_id):
        return True
    return message.row.author_id == actor.id and not message.item.is_closed


@rule("vote", Asked)
def may_vote(actor: Actor, asked: Asked) -> bool:
    """Anybody signed in while it is open; for an organisation, whoever holds its confirmed mandate."""
    return actor.is_someone and asked.is_public and is_open(asked.poll)


@rule("keep a poll", Asked)
def may_keep(actor: Actor, asked: Asked) -> bool:
    """Whoever asked it, and those who keep the space: change, close, extend, withdraw, decide, export."""
    return actor.is_someone and (asked.poll.author_id == actor.id or actor.keeps(asked.message.space_id))
