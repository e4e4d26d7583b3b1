"""Figures: each thing counted once, on its own day; the page shows open spaces only."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.worker import Worker
from forum.items.models.item import Item
from forum.statistics.models import DailyCount
from forum.statistics.queries import months, total
from forum.threads.commands import accept_answer, take_back_answer
from forum.threads.models import Thread
from forum.threads.queries import reply_in


def figures() -> dict[str, int]:
    """All days together."""
    found = total(months()).counts
    return {name: number for name, number in found.items() if number}


def accept(world, item_id, number):
    with transaction():
        thread = db.session.get(Thread, item_id)
        accept_answer(world.actor("awa"), thread, reply_in(thread, number))
    world.follow()


def test_each_thing_counts_once_however_often_the_worker_starts(world):
    world.question(replies=2)
    world.question(purpose="announcement")
    for _each in range(3):
        Worker(world.app.app_context).drain()
    assert figures() == {"questions": 1, "answers": 2}


def test_a_crash_in_the_middle_counts_nothing_twice(world, app):
    """The cursor and the counts move together: when the transaction fails, neither did."""
    from forum.core.events import Cursor, followers

    world.question(replies=1)
    follower = next(each for each in followers() if each.name == "statistics")
    for _each in range(3):
        try:
            with transaction():
                Worker(app.app_context).advance(follower, 100)
                raise RuntimeError("the power went out")
        except RuntimeError:
            pass
    cursor = db.session.get(Cursor, "statistics")
    assert cursor is None or cursor.event_id == 0
    world.follow()
    assert figures() == {"questions": 1, "answers": 1}


def test_an_answer_that_moves_and_goes_is_counted_as_it_is_now(world):
    item_id = world.question(replies=2).id
    accept(world, item_id, 2)
    accept(world, item_id, 3)
    assert (figures()["answered"], total(months()).share) == (1, 100)
    with transaction():
        take_back_answer(world.actor("awa"), db.session.get(Thread, item_id))
    world.follow()
    assert total(months()).share == 0


def test_what_is_brought_from_elsewhere_counts_on_its_own_day(world):
    then = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
    clock.set_for_tests(datetime(2026, 11, 24, 12, tzinfo=UTC))
    world.question(created_at=then)
    world.question()
    world.follow()
    assert [(month.first.month, month.counts["questions"]) for month in months()] == [(11, 1), (4, 1)], "in Paris"


def test_what_happens_behind_a_door_is_not_told(world):
    world.question(space=world.private_space("awa"))
    world.question(space=world.private_space("awa", visibility="members", slug="membres"))
    world.follow()
    assert figures() == {}
    assert db.session.scalars(select(DailyCount.count).where(DailyCount.name == "question.published")).all() == [1, 1]


def test_an_approved_message_counts_when_it_is_published(world, as_):
    item_id = world.question().id
    world.reply(db.session.get(Item, item_id), by="nour", source="Voyez https://exemple.org/")
    world.follow()
    assert figures() == {"questions": 1}
    as_("mona").post(f"/moderation/items/{item_id}/messages/2/decisions", data={"deed": "approve"})
    world.follow()
    assert figures() == {"questions": 1, "answers": 1}


def test_the_page_costs_one_query_whatever_it_counts(world, as_, queries):
    start = clock.now()
    for months_ago in (0, 2, 5):
        clock.set_for_tests(start - timedelta(days=31 * months_ago))
        world.question(replies=1)
    clock.set_for_tests(None)
    world.follow()
    queries.clear()
    page = as_(None).get("/statistics/")
    assert len(queries) <= 2, queries
    assert page.get_data(as_text=True).count('<th scope="row">') == 4
