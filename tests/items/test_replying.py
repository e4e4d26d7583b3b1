"""Replying: numbers, counters, events, waiting for a moderator."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Closed, Invalid, NotSignedIn
from forum.core.events import Event
from forum.items.commands.reply import reply
from forum.items.commands.state import close


def test_replies_are_numbered_from_two_and_counted(world):
    question = world.question(replies=3)
    assert question.last_number == 4
    assert question.replies == 3
    assert world.reply(question).number == 5


def test_a_reply_and_its_event_are_written_together(world):
    question = world.question()
    post = world.reply(question)
    event = db.session.scalars(select(Event).where(Event.name == "post.published")).one()
    assert (event.item_id, event.number, event.actor_id) == (question.id, post.number, world.user("bruno").id)


def test_a_refused_reply_leaves_no_trace(world):
    question = world.question()
    before = len(db.session.scalars(select(Event)).all())
    with pytest.raises(Invalid), transaction():
        reply(world.actor("bruno"), question, "   ")
    assert question.last_number == 1
    assert len(db.session.scalars(select(Event)).all()) == before


def test_a_visitor_cannot_reply(world):
    question = world.question()
    with pytest.raises(NotSignedIn), transaction():
        reply(world.actor(None), question, "Bonjour")


def test_a_closed_discussion_takes_replies_of_its_keepers_only(world):
    question = world.question()
    with transaction():
        close(world.actor("mona"), question, closed=True)
    with pytest.raises(Closed), transaction():
        reply(world.actor("bruno"), question, "Encore un mot")
    assert world.reply(question, by="mona").state == "public"


@pytest.mark.parametrize(
    ("who", "source", "state"),
    [
        ("nour", "Voyez https://exemple.test/offre", "pending"),
        ("nour", "Merci pour ces pistes.", "public"),
        ("bruno", "Voyez https://exemple.test/guide", "public"),
    ],
)
def test_a_newcomers_message_with_a_link_waits(world, who, source, state):
    question = world.question()
    assert world.reply(question, by=who, source=source).state == state
