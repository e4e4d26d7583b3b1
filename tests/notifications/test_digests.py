"""Summaries: at the hour one chose, in one's time zone; never empty, never twice, nothing that was read or mailed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from forum.core import clock, outbox
from forum.core.db import db, transaction
from forum.core.mail import Mail
from forum.core.transports import Folder
from forum.items.commands.read import mark_read
from forum.items.commands.state import delete
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message
from forum.needs.commands import answer
from forum.notifications import digests
from forum.notifications.calendar import next_digest, period_of
from forum.notifications.commands import choose_mail, read_item
from forum.notifications.models import Digest, MailStop, NotificationSettings
from forum.people.models import User
from forum.spaces.models import Membership
from forum.threads.commands import accept_answer
from forum.threads.models import Thread
from tests.needs.made import need
from tests.notifications.test_telling import follow

TUESDAY = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # 7 in Paris


def at(moment: datetime) -> None:
    clock.set_for_tests(moment)


def wish(world, who="zoe", digest="daily", **more):
    with transaction():
        choose_mail(world.actor(who), "mine", digest=digest, **{"hour": 8, "weekday": 0, **more})


def summaries(world, who="zoe") -> list[Mail]:
    world.follow()
    digests.send_due()
    db.session.expire_all()
    found = select(Mail).where(Mail.key.like("digest/%"), Mail.recipient == f"{who}@example.org").order_by(Mail.id)
    return list(db.session.scalars(found))


@pytest.fixture
def tuesday(world):
    """Zoé follows Bretagne in a summary at eight."""
    at(TUESDAY)
    wish(world)
    follow(world, "zoe", "space", world.space().id, "digest")
    return world


def test_at_its_hour_with_the_texts_by_space_and_publication(tuesday):
    world = tuesday
    question = world.question(replies=2)
    title = question.title
    assert summaries(world) == [], "seven o'clock"
    at(TUESDAY + timedelta(hours=1, minutes=1))
    (letter,) = summaries(world)
    assert "3" in letter.subject and "Bretagne" in letter.subject
    assert letter.text.count(title) == 1
    assert "Réponse numéro 1 de Bruno." in letter.text and "Réponse numéro 2 de Bruno." in letter.text
    assert "<strong>forage</strong>" in letter.html
    assert letter.headers["List-Unsubscribe"].startswith("<http")
    assert db.session.scalars(select(Digest.period)).all() == ["2026-11-24"]


def test_never_twice_whatever_hour_is_chosen_meanwhile(tuesday):
    world = tuesday
    world.question()
    at(TUESDAY + timedelta(hours=2))
    assert len(summaries(world)) == 1
    assert len(summaries(world)) == 1
    wish(world, hour=18)
    world.question()
    at(TUESDAY + timedelta(hours=12))
    assert len(summaries(world)) == 1, "today's has left"
    at(TUESDAY + timedelta(days=1, hours=12))
    first, second = summaries(world)
    assert first.text != second.text and "1" in second.subject, "only what came since"


def test_never_empty(tuesday):
    for day in range(1, 9):
        at(TUESDAY + timedelta(days=day))
        assert summaries(tuesday) == []
    assert db.session.scalars(select(Digest.period)).all() == []


def test_what_was_read_on_the_site_is_left_out(tuesday):
    world = tuesday
    half, other = world.question(replies=2).id, world.question().id
    world.follow()
    with transaction():
        mark_read(world.user("zoe").id, half, 2)
        read_item(world.user("zoe").id, other)
    at(TUESDAY + timedelta(hours=2))
    (letter,) = summaries(world)
    assert "Réponse numéro 1" not in letter.text and "Réponse numéro 2" in letter.text
    assert "1" in letter.subject


def test_what_left_at_once_by_mail_is_not_told_again(tuesday):
    world = tuesday
    wish(world, "awa")
    question = world.question()
    world.reply(question, source="Une réponse qui est partie.")
    at(TUESDAY + timedelta(hours=2))
    assert summaries(world, "awa") == []


def test_a_letter_that_a_kill_left_unsure_is_told_in_the_next_summary(tuesday):
    world = tuesday
    wish(world, "awa")
    world.question(replies=1)
    world.follow()
    with transaction():
        db.session.execute(update(Mail).values(handing_at=clock.now()))
    outbox.send_due(Folder(Path(world.app.extensions["settings"].data_dir) / "unsure"), "http://127.0.0.1:5000")
    at(TUESDAY + timedelta(hours=2))
    (letter,) = summaries(world, "awa")
    assert "Réponse numéro 1 de Bruno." in letter.text


def test_what_was_deleted_or_is_no_longer_readable_is_not_told(tuesday):
    world = tuesday
    question = world.question(replies=1)
    number, post_id = question.id, db.session.scalars(select(Post.id)).one()
    world.follow()
    item = db.session.get(Item, number)
    with transaction():
        delete(world.actor("mona"), Message(item, 2, db.session.get(Post, post_id)))
    secret = world.private_space("zoe", "awa")
    follow(world, "zoe", "space", secret.id, "digest")
    secret_id = secret.id
    world.question(space=secret, source="Entre nous.")
    world.follow()
    with transaction():
        db.session.delete(db.session.get(Membership, (world.user("zoe").id, secret_id)))
    at(TUESDAY + timedelta(hours=2))
    (letter,) = summaries(world)
    assert "Réponse numéro 1" not in letter.text
    assert "Entre nous" not in letter.text


@pytest.mark.parametrize("zone", ["Indian/Reunion", "America/Cayenne", "Europe/Paris"])
def test_the_hour_is_that_of_the_reader(world, zone):
    at(TUESDAY)
    with transaction():
        db.session.get(User, world.user("zoe").id).timezone = zone
    wish(world, hour=19)
    due = db.session.get(NotificationSettings, world.user("zoe").id).next_digest_at
    assert due.astimezone(ZoneInfo(zone)).hour == 19
    assert due > TUESDAY


def test_the_hour_stays_the_same_when_clocks_change():
    wishes = NotificationSettings(digest="daily", hour=8, weekday=0)
    moment, hours = datetime(2026, 3, 26, 12, tzinfo=UTC), []
    for _each in range(6):
        moment = next_digest(wishes, "Europe/Paris", moment)
        hours.append(moment.astimezone(ZoneInfo("Europe/Paris")).hour)
    assert set(hours) == {8}
    for around in (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 10, 24, 12, tzinfo=UTC)):
        wishes.hour, moment, periods = 2, around, []
        for _each in range(4):
            moment = next_digest(wishes, "Europe/Paris", moment)
            periods.append(period_of("daily", "Europe/Paris", moment))
        assert len(set(periods)) == 4, "an hour that is missing or comes twice: one summary a day all the same"


def test_every_week_on_the_chosen_day(tuesday):
    world = tuesday
    wish(world, digest="weekly", weekday=4)
    world.question()
    for day in range(3):
        at(TUESDAY + timedelta(days=day, hours=3))
        assert summaries(world) == []
    at(TUESDAY + timedelta(days=3, hours=3))
    (letter,) = summaries(world)
    assert "semaine" in letter.text
    wish(world, digest="weekly", weekday=5)
    world.question()
    at(TUESDAY + timedelta(days=4, hours=3))
    assert len(summaries(world)) == 1, "one a week"


def test_members_who_never_chose_get_one_a_week_of_what_they_follow(world):
    at(TUESDAY)
    digests.send_due()
    follow(world, "corinne", "space", world.space().id, "all")
    world.question()
    at(TUESDAY + timedelta(days=6, hours=3))
    (letter,) = summaries(world, "corinne")
    assert "Nous préparons un" in letter.text


def test_a_worker_that_was_down_for_a_week_writes_one_summary(tuesday):
    tuesday.question()
    at(TUESDAY + timedelta(days=1, hours=5))
    assert len(summaries(tuesday)) == 1
    at(TUESDAY + timedelta(days=8, hours=5))
    assert len(summaries(tuesday)) == 1


def test_nobody_whose_address_refuses_gets_one(tuesday):
    tuesday.question()
    with transaction():
        db.session.add(MailStop(user_id=tuesday.user("zoe").id))
    at(TUESDAY + timedelta(hours=3))
    assert summaries(tuesday) == []


def test_a_summary_says_what_else_happened_and_counts_what_does_not_fit(tuesday, queries):
    world = tuesday
    follow(world, "zoe", "space", world.space().id, "all")
    world.question(replies=70)
    at(TUESDAY + timedelta(hours=3))
    world.follow()
    queries.clear()
    digests.send_due()
    cost = len(queries)
    (letter,) = summaries(world)
    assert letter.text.count("Réponse numéro") == 59
    assert "11" in letter.text.split("Réponse numéro")[-1]
    assert cost < 60, "for all eight people together"


def test_each_thing_leads_to_its_place_and_brings_its_text(tuesday):
    world = tuesday
    question = world.question(replies=1)
    follow(world, "zoe", "item", question.id)
    item, answer = question.id, f"http://127.0.0.1:5000/threads/{question.id}-{question.slug}?post=2#post-2"
    world.follow()
    with transaction():
        mark_read(world.user("zoe").id, item, 2)
        read_item(world.user("zoe").id, item)
    with transaction():
        accept_answer(world.actor("awa"), db.session.get(Thread, item), db.session.scalars(select(Post)).one())
    world.reply(db.session.get(Item, item), source="Encore un mot.")
    at(TUESDAY + timedelta(hours=2))
    (letter,) = summaries(world)
    assert f"Une réponse a été retenue : {answer}" in letter.text.replace("\u202f", " ")
    assert "Réponse numéro 1 de Bruno." in letter.text, "the answer itself, for who reads their mail only"
    assert answer.replace("post=2#post-2", "post=3#post-3") in letter.text
    assert f'href="{answer}"' in letter.html and "Réponse numéro 1 de Bruno." in letter.html


def test_the_answer_to_a_need_comes_with_its_text(tuesday):
    world = tuesday
    asked = need(world)
    number, slug = asked.id, asked.slug
    with transaction():
        choose_mail(world.actor("awa"), "none", digest="daily", hour=8, weekday=0)
    with transaction():
        answer(world.actor("ada"), asked, "accepted", "La région finance **trois** puits.")
    at(TUESDAY + timedelta(hours=2))
    (letter,) = summaries(world, "awa")
    assert "La région finance" in letter.text and f"/needs/{number}-{slug}" in letter.text
    assert "<strong>trois</strong>" in letter.html
