"""A day before a poll closes, whoever follows it and has not voted is told: once, by a letter that lets them vote."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.items.commands.watch import watch
from forum.items.models.item import Item
from forum.notifications.commands import choose_mail
from forum.notifications.models import Notification
from forum.people.models import User
from forum.polls.closing import close_what_is_due, remind_of_what_ends
from forum.polls.commands import schedule, withdraw
from tests.polls.made import again, options, poll, say


def _told(world) -> set[str]:
    """Who was told, on the site."""
    world.follow()
    rows = select(User.handle).join(Notification, Notification.user_id == User.id)
    return set(db.session.scalars(rows.where(Notification.name == "poll.closing")))


def _letters(world) -> list[Mail]:
    world.follow()
    rows = select(Mail).where(Mail.subject.contains("Se ferme bientôt")).order_by(Mail.recipient)
    return list(db.session.scalars(rows))


def _later(**time) -> None:
    clock.set_for_tests(clock.now() + timedelta(**time))
    remind_of_what_ends()


@pytest.fixture
def ending(world):
    """A poll of three days that Bruno, Zoé and Awa follow."""
    made = poll(world, closes_at=clock.now() + timedelta(days=3))
    with transaction():
        for who in ("bruno", "zoe"):
            watch(world.actor(who), "item", made.item_id, "all")
    return SimpleNamespace(id=made.id, item_id=made.item_id)  # the row ends with the session of the worker


def test_who_follows_and_has_not_voted_is_told_once(world, ending):
    say(world, "bruno", ending, [options(ending)[0]])
    _later(days=1, hours=20)
    assert _told(world) == set(), "too early"
    _later(hours=6)
    assert _told(world) == {"awa", "zoe"}
    to_awa, to_zoe = _letters(world)
    assert (to_awa.recipient, to_zoe.recipient) == ("awa@example.org", "zoe@example.org")
    for said in ("Que construire ?", "vous n’avez pas encore voté", "/by-mail/", "parce que vous", "/unsubscribe/"):
        assert said in to_zoe.text
    _later(hours=2)
    with transaction():
        schedule(world.actor("awa"), again(ending), clock.now() + timedelta(days=4))
    _later(days=3, hours=12)
    assert len(_letters(world)) == 2, "once, though its end moved"


def test_the_letter_lets_one_vote_at_once(world, ending, as_):
    _later(days=2, hours=4)
    link = next(line for line in _letters(world)[1].text.splitlines() if "/by-mail/" in line)
    assert as_(None).post("/by-mail/" + link.rpartition("/by-mail/")[2].strip()).status_code == 200
    assert again(ending).voices == 1


@pytest.mark.parametrize("why", ["short", "withdrawn", "closed", "muted", "no mail", "hidden"])
def test_nobody_is_told_of_what_does_not_concern_them(world, ending, why):
    made = ending
    with transaction():
        if why == "short":
            again(made).created_at = clock.now() + timedelta(days=1, hours=2)
        elif why == "withdrawn":
            withdraw(world.actor("awa"), again(made))
        elif why == "muted":
            watch(world.actor("zoe"), "item", made.item_id, "mute")
        elif why == "no mail":
            choose_mail(world.actor("zoe"), "none")
        elif why == "hidden":
            db.session.get_one(Item, made.item_id).state = "hidden"
    if why == "closed":
        clock.set_for_tests(clock.now() + timedelta(days=3, minutes=1))
        close_what_is_due()
        remind_of_what_ends()
    else:
        _later(days=2, hours=4)
    assert "zoe@example.org" not in {letter.recipient for letter in _letters(world)}


def test_where_organisations_vote_those_are_told_who_act_for_one_that_has_not(world):
    first = world.organisation("Eau pour tous", of="bruno")
    world.organisation("Les puits", of="zoe")
    made = poll(world, voters="organisation", closes_at=clock.now() + timedelta(days=3))
    with transaction():
        for who in ("bruno", "zoe", "mona"):
            watch(world.actor(who), "item", made.item_id, "all")
    say(world, "bruno", made, [options(made)[0]], organisation_id=first.id)
    _later(days=2, hours=4)
    assert _told(world) == {"zoe"}


def test_who_may_not_read_it_is_told_nothing(world):
    space = world.private_space("awa", "bruno")
    made = poll(world, item=world.question(space=space), closes_at=clock.now() + timedelta(days=3))
    with transaction():
        for who in ("bruno", "zoe"):
            watch(world.actor(who), "item", made.item_id, "all")
    _later(days=2, hours=4)
    assert _told(world) == {"awa", "bruno"}
