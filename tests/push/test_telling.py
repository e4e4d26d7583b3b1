"""A device is told what is new: encrypted, gathered, by night not, and never what its owner may not read."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from forum.conversations.commands.begin import begin
from forum.core import clock
from forum.core.db import db, transaction
from forum.notifications.commands import read_all
from forum.notifications.models import Notification
from forum.push import commands
from forum.push.keys import public_key
from forum.push.models import Device as Row
from forum.push.sending import quiet_until, send_due, sender
from forum.spaces.models import Membership
from tests.push.service import Device, Service

SECRET = "a secret of the tests"


@pytest.fixture
def service():
    """A real push service, for one test."""
    made = Service()
    yield made
    made.server.shutdown()


@pytest.fixture
def told(world, service):
    """Tell devices what happened; answers the messages, opened."""
    device = Device()
    by = sender(SECRET)

    class Told:
        def add(self, who: str = "awa", **more) -> None:
            offered = commands.Offered(f"{service.origin}/push/{who}", **device.offered, name="Firefox, Android")
            with transaction():
                commands.add(world.actor(who), offered, (service.origin,))
                commands.choose(world.actor(who), **{"everything": False, "quiet_from": 0, "quiet_to": 0, **more})

        def now(self) -> list[dict[str, str]]:
            world.follow()
            with transaction():
                for row in db.session.scalars(select(Notification)):
                    row.at = clock.now() - timedelta(minutes=1)
            before = len(service.bodies)
            send_due(by)
            return [device.opened(body) for body in service.bodies[before:]]

    return Told()


def rows() -> list[Row]:
    db.session.expire_all()
    return list(db.session.scalars(select(Row)))


def test_an_answer_reaches_the_device_encrypted_and_signed(world, told, service):
    told.add()
    question = world.question(replies=1)
    number, slug, title = question.id, question.slug, question.title
    (message,) = told.now()
    assert message == {
        "title": title,
        "body": "Bruno vous a répondu",
        "url": f"/threads/{number}-{slug}?post=2#post-2",
        "tag": f"item-{number}",
    }
    assert b"Bruno" not in service.bodies[0]
    assert service.knows(service.origin, service.headers[0]["Authorization"], public_key(SECRET))
    assert told.now() == [], "once"


def test_several_are_gathered_and_what_was_read_is_left_out(world, told):
    told.add()
    for _each in range(3):
        world.question(replies=1)
    (message,) = told.now()
    assert (message["body"], message["url"]) == ("3 nouvelles notifications", "/notifications/?unread=1")
    world.question(replies=1)
    world.follow()
    with transaction():
        read_all(world.actor("awa"))
    assert told.now() == []


def test_the_text_of_a_conversation_does_not_travel(world, told):
    told.add("zoe")
    with transaction():
        begin(world.actor("awa"), [world.user("zoe")], title="Un sujet privé", source="Un secret.")
    (message,) = told.now()
    assert message["title"] == "Palabre"
    assert "privé" not in str(message) and "secret" not in str(message)


def test_who_left_a_private_space_is_told_nothing_of_it(world, told):
    told.add()
    space = world.private_space("awa", "bruno")
    place = space.id
    question = world.question(space=space)
    world.reply(question)
    world.follow()
    with transaction():
        db.session.delete(db.session.get(Membership, (world.user("awa").id, place)))
    assert told.now() == []


def test_only_what_is_addressed_unless_they_chose_all(world, told):
    told.add()
    world.question(by="mona", source="Bonjour à tous.")
    assert told.now() == []


@pytest.mark.parametrize(
    ("hour", "start", "end", "until"),
    [
        (22, 21, 8, (26, 8)),
        (3, 21, 8, (25, 8)),
        (8, 21, 8, None),
        (12, 21, 8, None),
        (12, 9, 14, (25, 14)),
        (12, 9, 9, None),
    ],
)
def test_the_hours_of_rest_are_those_of_the_person(hour, start, end, until):
    zone = ZoneInfo("Indian/Reunion")
    now = datetime(2026, 11, 25, hour, 30, tzinfo=zone)
    expected = datetime(2026, 11, until[0], until[1], tzinfo=zone) if until else None
    assert quiet_until(now, start, end) == expected


def test_what_came_by_night_is_told_in_the_morning(world, told, monkeypatch):
    hour = clock.now().astimezone(ZoneInfo("Europe/Paris")).hour
    told.add(quiet_from=hour, quiet_to=(hour + 2) % 24)
    world.question(replies=1)
    assert told.now() == []
    (row,) = rows()
    assert row.next_at > clock.now()
    with transaction():
        row.next_at = clock.now()
        commands.choose(world.actor("awa"), everything=False, quiet_from=0, quiet_to=0)
    assert len(told.now()) == 1


@pytest.mark.parametrize("status", [500, 429, 301])
def test_a_service_that_fails_or_leads_elsewhere_is_asked_again_later(world, told, service, status):
    told.add()
    world.question(replies=1)
    service.status, service.location = status, "http://127.0.0.1:1/" if status == 301 else ""
    told.now()
    assert len(service.bodies) == 1
    (row,) = rows()
    assert row.attempts == 1 and row.next_at > clock.now()
    service.status, service.location = 201, ""
    with transaction():
        rows()[0].next_at = clock.now()
    assert len(told.now()) == 1
    assert rows()[0].attempts == 0


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(world, told, service, status):
    told.add()
    world.question(replies=1)
    service.status = status
    told.now()
    assert rows() == []
