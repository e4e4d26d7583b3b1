"""What somebody decides for themselves: who may write to them, whom they block.

No event tells of it: whoever is blocked is not told, and nobody else needs to know.
"""

from forum.conversations.models import FROM_WHOM, Block, Conversation, ConversationSettings
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.people.models import User


def block(actor: Actor, person: User, *, on: bool) -> None:
    """Hear no more of somebody, or again. Twice is once."""
    require(actor, "see", person)
    assert actor.id is not None
    if person.id == actor.id:
        raise Invalid(_("You cannot block yourself."))
    found = db.session.get(Block, (actor.id, person.id))
    if on and found is None:
        db.session.add(Block(user_id=actor.id, blocked_id=person.id))
    elif not on and found is not None:
        db.session.delete(found)


def choose(actor: Actor, from_whom: str) -> None:
    """Who may begin a conversation with the actor."""
    require(actor, "begin", Conversation)
    if from_whom not in FROM_WHOM:
        raise Invalid(fields={"from_whom": _("Choose one of the proposed values.")})
    assert actor.id is not None
    db.session.merge(ConversationSettings(user_id=actor.id, from_whom=from_whom))
