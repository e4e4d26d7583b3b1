"""What the commands share: holding the rows, saying that something changed."""

from typing import Any

from sqlalchemy.exc import NoResultFound

from forum.core.db import lock
from forum.core.errors import NotFound
from forum.core.events import Event
from forum.core.i18n import _
from forum.core.permissions import Actor, can
from forum.items.commands.tell import tell as tell_of_item
from forum.polls.models import Poll
from forum.polls.policy import Asked
from forum.polls.queries.one import placed


def held(poll: Poll) -> Asked:
    """The poll with its message, both held until the end: the item first, as replies do, so that none waits in a circle."""
    try:
        asked = placed(poll)
    except NoResultFound as problem:
        raise NotFound(_("This poll does not exist any more.")) from problem
    lock(asked.message.item)
    lock(poll)
    return asked


def may_read(actor: Actor, asked: Asked) -> bool:
    """Letters and programs bring a poll without having read its page."""
    return can(actor, "read", asked.message.item)


def tell(name: str, actor_id: int | None, asked: Asked, **data: Any) -> Event:
    """Emit, and let the versions of the poll and of its page grow."""
    poll = asked.poll
    poll.version += 1
    return tell_of_item(name, asked.message.item, actor_id=actor_id, number=poll.number, poll=poll.id, **data)
