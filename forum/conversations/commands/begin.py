"""Beginning a conversation."""

from forum.conversations.models import MOST_PEOPLE, Conversation
from forum.conversations.queries.reach import begun_lately, refusals
from forum.core.db import db
from forum.core.errors import Invalid, TooMany, together
from forum.core.i18n import _
from forum.core.markup.plain import excerpt, text_of
from forum.core.markup.render import render
from forum.core.permissions import NOBODYS, SYSTEM, Actor, require
from forum.items.commands.publish import publish
from forum.items.commands.read import mark_read
from forum.items.commands.texts import checked, checked_title
from forum.items.models.participant import Participant
from forum.people.models import User
from forum.spaces.models import Space

A_DAY = {True: 3, False: 20}  # conversations that newcomers and members may begin in 24 hours


def begin(actor: Actor, people: list[User], *, source: str, title: str = "") -> Conversation:
    """Write to somebody, to nine people at most. Without a subject the first words stand for it.

    Raises Forbidden, TooMany, or Invalid naming the field.
    """
    require(actor, "begin", Conversation)
    assert actor.id is not None
    others = [person for person in dict.fromkeys(people) if person.id != actor.id]
    title = title.strip() or _subject(source, others)
    together(lambda: _check_people(actor, others), lambda: checked_title(title), lambda: checked(source))
    if begun_lately(actor.id) >= A_DAY[actor.is_newcomer]:
        raise TooMany(_("You began many conversations today: go on with one of them, or come back tomorrow."))
    space = db.session.get(Space, NOBODYS)
    assert space is not None, "the first spaces were not loaded"
    # No rule of spaces opens this one: the rule above was asked instead.
    made = publish(SYSTEM, Conversation, space, title=title, source=source, author_id=actor.id)
    for person_id in (actor.id, *(person.id for person in others)):
        db.session.add(Participant(item_id=made.id, user_id=person_id, since=made.created_at))
    mark_read(actor.id, made.id, 1)
    db.session.flush()
    return made


def _subject(source: str, others: list[User]) -> str:
    words = excerpt(text_of(render(source[:2000], prefix="subject")), 60)
    return words if len(words) >= 5 else _("With %(names)s", names=", ".join(each.name for each in others) or "—")


def _check_people(actor: Actor, others: list[User]) -> bool:
    if not others:
        raise Invalid(fields={"to": _("Say to whom you write: a name, or a handle such as @awa.")})
    if len(others) >= MOST_PEOPLE:
        raise Invalid(fields={"to": _("Ten people at most, yourself included. For more, open a private space.")})
    if refused := refusals(actor, others):
        raise Invalid(fields={"to": " ".join(refused.values())})
    return True
