"""What ended well is told by mail too: an accepted answer, a closed poll with its result."""

from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from forum.core import addresses
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.core.transports import parcel_of
from forum.items.commands.watch import watch
from forum.notifications.stopping import unsubscribe
from forum.polls.commands import close, decide
from forum.threads.commands import accept_answer
from forum.threads.queries import readable, reply_in
from tests.polls.made import again, options, poll, say
from tests.polls.made import dates as a_date


def letters(world, to: str) -> list:
    """To this person, as they travel."""
    world.follow()
    rows = db.session.scalars(select(Mail).where(Mail.recipient == f"{to}@example.org").order_by(Mail.id)).all()
    contents = [parcel_of(row, addresses.sender(), addresses.host()).content for row in rows]
    return [message_from_bytes(content, policy=policy.default) for content in contents]


def texts(letter) -> list[str]:
    """Both parts."""
    return [letter.get_body((kind,)).get_content() for kind in ("plain", "html")]


def accept(world, question, by: str = "awa") -> None:
    with transaction():
        accept_answer(world.actor(by), readable(question.id, world.actor(by)), reply_in(question, 2))


def ends(world, made, by: str = "awa") -> None:
    with transaction():
        close(world.actor(by), again(made))


def test_whose_message_is_kept_as_the_answer_gets_a_letter_in_the_thread_of_their_mailbox(world):
    question = world.question(replies=1)
    number = question.id
    accept(world, question)
    (letter,) = letters(world, "bruno")
    assert letter["Subject"].startswith("[Bretagne] La réponse à «")
    assert letter["In-Reply-To"] == addresses.message_id(number, 2)
    for text in texts(letter):
        assert "votre message a été retenu" in text
    assert [one["Subject"] for one in letters(world, "awa") if "La réponse" in one["Subject"]] == [], "she did it"


def test_who_asked_is_told_when_a_keeper_accepts(world):
    question = world.question(replies=1)
    accept(world, question, by="mona")
    letter = letters(world, "awa")[-1]
    assert "Ce message de Bruno" in texts(letter)[0]


def test_who_voted_and_who_asked_get_the_result(world):
    made = poll(world)
    for who in ("bruno", "zoe", "mona"):
        say(world, who, made, [options(made)[1]])
    ends(world, made)
    for who in ("bruno", "zoe", "mona"):
        (letter,) = [one for one in letters(world, who) if "Le résultat" in one["Subject"]]
        plain, html = texts(letter)
        assert "Un forage : 3 (100 %) *" in plain.replace("\u202f", " ")
        assert "3 voix exprimées" in plain
        assert "<strong>Un forage</strong>" in html
        assert "parce que vous avez voté" in plain
    assert not [one for one in letters(world, "awa") if "Le résultat" in one["Subject"]], "she closed it"
    assert not letters(world, "corinne")


def test_the_letter_of_a_secret_poll_with_two_voices_says_no_figures(world):
    made = poll(world, is_secret=True)
    for who in ("bruno", "zoe"):
        say(world, who, made, [options(made)[0]])
    ends(world, made)
    plain, html = texts(letters(world, "bruno")[-1])
    assert "100" not in plain
    assert "Moins de trois voix" in plain
    assert "Moins de trois voix" in html


def test_the_outcome_is_told_with_its_hours_in_the_zone_of_the_reader(world):
    made = a_date(world, ("2027-01-12", "18:30"), ("2027-01-13", ""))
    with transaction():
        world.user("bruno").timezone = "Indian/Reunion"
    say(world, "bruno", made, {options(made)[0]: 2, options(made)[1]: 0})
    ends(world, made)
    with transaction():
        decide(world.actor("awa"), again(made), options(made)[0], "Rendez-vous en visio.")
    plain = texts(letters(world, "bruno")[-1])[0]
    assert "21:30" in plain
    assert "La Réunion" in plain
    assert "Rendez-vous en visio." in plain


@pytest.mark.parametrize("stop", ["item", "all"])
def test_whoever_stopped_letters_gets_none(world, stop):
    made = poll(world)
    say(world, "bruno", made, [options(made)[0]])
    with transaction():
        number = made.item_id if stop == "item" else 0
        unsubscribe(addresses.stop_token(world.user("bruno").id, stop, number))
        watch(world.actor("zoe"), "item", made.item_id, "all")
    ends(world, made)
    assert not letters(world, "bruno")
    assert not letters(world, "zoe"), "who only follows reads it on the site"
