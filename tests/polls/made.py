"""Polls for tests."""

import re
from datetime import timedelta

from forum.core import clock
from forum.core.db import db, transaction
from forum.items.policy import Message
from forum.items.queries.heads import message
from forum.people.models import Mandate
from forum.polls.commands import Wanted, ask, vote
from forum.polls.commands.ask import Choice
from forum.polls.dates import moments
from forum.polls.models import Poll
from forum.polls.queries import options_of

LABELS = ("Une citerne", "Un forage", "Un puits")


def poll(world, *labels: str, by: str = "awa", item=None, number: int = 1, **more) -> Poll:
    """Awa asks under her question in Bretagne."""
    item = item or world.question()
    wanted = Wanted.of(more.pop("question", "Que construire ?"), *(labels or LABELS), **more)
    return asked(world, item, number, by, wanted)


def dates(world, *starts: tuple[str, str], zone: str = "Europe/Paris", **more) -> Poll:
    """Awa looks for a date; `starts`: (day, hour or "")."""
    from datetime import date, time

    choices = [
        Choice("", date.fromisoformat(day), *moments(date.fromisoformat(day), time.fromisoformat(hour) if hour else None,
               None, zone))
        for day, hour in starts
    ]  # fmt: skip
    return asked(world, world.question(), 1, "awa", Wanted("Quand se voir ?", "date", choices, **more))


def asked(world, item, number, by, wanted) -> Poll:
    """The command, in a transaction."""
    actor = world.actor(by)
    with transaction():
        found = message(item, number, actor)
        assert isinstance(found, Message)
        return ask(actor, found, wanted)


def options(made: Poll) -> list[int]:
    """Ids of its answers, in order."""
    return [option.id for option in options_of(made.id)]


def say(world, who: str, made: Poll, choices=(), **more) -> str:
    """A vote by the command."""
    with transaction():
        return vote(world.actor(who), again(made), choices, **more)


def again(made: Poll) -> Poll:
    """As the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Poll, made.id)


def mandate(world, who: str, organisation) -> None:
    """One more person who may speak for an organisation."""
    with transaction():
        db.session.add(Mandate(user_id=world.user(who).id, organisation_id=organisation.id, state="confirmed"))


def page_of(browser, item) -> str:
    """The text of its page."""
    answer = browser.get(f"/threads/{item.id}-{item.slug}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def block_of(html: str, made: Poll) -> str:
    """The poll in a page."""
    found = re.search(rf'<section id="poll-{made.id}".*?</section>', html, re.S)
    return found.group(0) if found else ""


def in_days(number: int):
    """A moment to come."""
    return clock.now() + timedelta(days=number)
