"""Adding somebody to a conversation, leaving it, naming it anew."""

from sqlalchemy import select

from forum.conversations.models import MOST_PEOPLE, Conversation
from forum.conversations.queries.reach import refusals
from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.commands.texts import checked_title
from forum.items.models.participant import Participant
from forum.people.models import User


def add(actor: Actor, conversation: Conversation, person: User) -> Participant:
    """One more person, who reads all from the beginning; everybody is told.

    Whoever left stays out: nobody is put back against their will. Raises Forbidden, Conflict, or Invalid for `to`.
    """
    require(actor, "add people", conversation)
    lock(conversation)
    rows = select(Participant).where(Participant.item_id == conversation.id)
    known = {row.user_id: row for row in db.session.scalars(rows)}
    if person.id in known and known[person.id].left_at:
        raise Conflict(_("%(name)s left this conversation: begin another one.", name=person.name))
    if person.id in known:
        raise Conflict(_("%(name)s is in this conversation already.", name=person.name))
    here = [user_id for user_id, row in known.items() if row.left_at is None]
    if len(here) >= MOST_PEOPLE:
        raise Invalid(fields={"to": _("Ten people at most, yourself included. For more, open a private space.")})
    if refused := refusals(actor, [person], here):
        raise Invalid(fields={"to": refused[person.id]})
    row = Participant(item_id=conversation.id, user_id=person.id, added_by_id=actor.id, since=clock.now())
    db.session.add(row)
    tell("conversation.joined", conversation, actor_id=actor.id, number=1, user_id=person.id)
    return row


def leave(actor: Actor, conversation: Conversation) -> None:
    """Read and hear no more of it. What was written stays for the others."""
    require(actor, "take part", conversation)
    row = db.session.get(Participant, (conversation.id, actor.id))
    assert row is not None
    row.left_at = clock.now()
    tell("conversation.left", conversation, actor_id=actor.id, number=1)


def rename(actor: Actor, conversation: Conversation, title: str) -> bool:
    """Another subject. False when it is the same."""
    require(actor, "take part", conversation)
    lock(conversation)
    title = checked_title(title)
    if title == conversation.title:
        return False
    conversation.title, conversation.slug = title, slug_of(title)
    tell("conversation.renamed", conversation, actor_id=actor.id, number=1)
    return True
