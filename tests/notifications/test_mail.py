"""What leaves by mail at once: the text itself, why, where to change it; as much as one chose."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.events import Event
from forum.core.mail import Mail
from forum.items.commands.watch import watch
from forum.notifications.commands import choose_mail
from forum.notifications.followers import notify


def letters(world) -> list[Mail]:
    """What waits to be sent."""
    world.follow()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def test_a_reply_comes_with_its_text_its_reason_and_the_way_to_stop_it(world):
    question = world.question()
    title, number = question.title, question.id
    world.reply(question, source="Demandez à l’**agence de l’eau** : https://exemple.org/aides @zoe")
    to_awa, to_zoe = letters(world)
    assert (to_awa.recipient, to_zoe.recipient) == ("zoe@example.org", "awa@example.org") or (
        to_zoe.recipient,
        to_awa.recipient,
    ) == ("zoe@example.org", "awa@example.org")
    for letter in (to_awa, to_zoe):
        assert title in letter.subject
        assert "https://exemple.org/aides" in letter.text
        assert "<strong>agence de l’eau</strong>" in letter.html
        assert f"http://127.0.0.1:5000/threads/{number}-" in letter.text
        assert "/notifications/settings" in letter.text
        assert "/notifications/settings" in letter.html
        assert 'href="/' not in letter.html, "links of a letter are whole"
        assert letter.key.startswith("notification/")


@pytest.mark.parametrize(
    ("choice", "recipients"),
    [("all", {"awa@example.org", "zoe@example.org"}), ("mine", {"awa@example.org"}), ("none", {"awa@example.org"})],
)
def test_who_follows_chooses_how_much_comes(world, choice, recipients):
    question = world.question()
    with transaction():
        watch(world.actor("zoe"), "item", question.id, "all")
        choose_mail(world.actor("zoe"), choice)
    world.reply(question)
    assert {letter.recipient for letter in letters(world)} == recipients


def test_whoever_wants_no_mail_gets_none(world):
    question = world.question()
    with transaction():
        choose_mail(world.actor("awa"), "none")
    world.reply(question, source="Pour vous, @awa.")
    assert letters(world) == []


def test_the_same_events_twice_write_once(world):
    world.question(replies=2)
    assert len(letters(world)) == 2
    with transaction():
        notify(list(db.session.scalars(select(Event).where(Event.name == "post.published"))))
    assert len(letters(world)) == 2
