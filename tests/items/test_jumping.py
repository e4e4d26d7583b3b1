"""Through a long discussion: its ends, jumps by date, what it comes to in short."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from forum.core.db import db, transaction
from forum.items.models.item import Item
from forum.items.models.post import Post


@pytest.fixture
def long(world):
    """A question of January 2025 with three replies a month until October."""
    question = world.question(replies=30)
    start = datetime(2025, 1, 10, 8, tzinfo=UTC)
    with transaction():
        db.session.execute(update(Item).where(Item.id == question.id).values(created_at=start - timedelta(days=1),
                           active_at=datetime(2025, 10, 30, 8, tzinfo=UTC)))  # fmt: skip
        for number in range(2, 32):
            month, place = divmod(number - 2, 3)
            day = datetime(2025, month + 1, 10 + 8 * place, 8, tzinfo=UTC)
            db.session.execute(
                update(Post).where(Post.item_id == question.id, Post.number == number).values(created_at=day)
            )
    return question


def test_months_lead_to_their_first_message_with_how_many(long, as_, queries):
    browser = as_(None)
    queries.clear()
    html = browser.get(f"/items/{long.id}/dates").get_data(as_text=True)
    assert len(queries) <= 2
    found = re.findall(r'data-number="(\d+)">([^<]+)</a> <span class="muted">(\d+)<', html)
    assert found[0] == ("2", "janvier 2025", "3")
    assert found[-1] == ("29", "octobre 2025", "3")
    assert len(found) == 10


@pytest.mark.parametrize(
    ("day", "place"),
    [("2025-03-01", "?post=8#post-8"), ("2025-03-10", "?post=8#post-8"), ("2025-03-11", "?post=9#post-9"),
     ("2020-01-01", ""), ("2031-01-01", "?before=32#live")],
)  # fmt: skip
def test_a_day_leads_to_its_first_message(long, as_, day, place):
    answer = as_(None).get(f"/items/{long.id}/at?day={day}")
    assert answer.headers["Location"] == f"/threads/{long.id}-{long.slug}{place}"


def test_a_day_that_is_none_leads_to_the_months(long, as_):
    assert as_(None).get(f"/items/{long.id}/at?day=hier").headers["Location"] == f"/items/{long.id}/dates"


def test_a_long_thread_shows_its_ends_a_short_one_does_not(long, world, as_):
    html = as_(None).get(f"/threads/{long.id}-{long.slug}").get_data(as_text=True)
    assert f"/threads/{long.id}-{long.slug}?before=32#live" in html
    end = as_(None).get(f"/threads/{long.id}-{long.slug}?before=32").get_data(as_text=True)
    assert 'id="post-31"' in end
    assert 'id="live"' in end
    short = world.question(replies=2)
    assert 'class="jump"' not in as_(None).get(f"/threads/{short.id}-{short.slug}").get_data(as_text=True)


def test_going_back_page_by_page_meets_every_message_once(long, as_):
    browser, seen, before = as_(None), [], 32
    while before:
        html = browser.get(f"/threads/{long.id}-{long.slug}?before={before}").get_data(as_text=True)
        seen = [int(each) for each in re.findall(r'<article id="post-(\d+)"', html)] + seen
        found = re.search(r'\?before=(\d+)#posts">Messages précédents', html)
        before = int(found.group(1)) if found else 0
    assert seen == list(range(2, 32))


def test_the_whole_in_short(world, as_, queries):
    question = world.question(replies=3)
    world.reply(question, by="mona", source="Un mot de la modération.")
    as_("awa").post(f"/threads/{question.id}/answer", data={"post": 3})
    html = as_(None).get(f"/items/{question.id}/summary").get_data(as_text=True)
    assert "3 participants" in html
    assert re.search(r'/people/bruno">Bruno</a> <span class="muted">3<', html)
    assert "message 3, de Bruno" in html
    queries.clear()
    as_(None).get(f"/items/{question.id}/summary")
    assert len(queries) <= 4, "who takes part is kept"
    world.reply(question, by="corinne", source="Un autre mot.")
    assert "4 participants" in as_(None).get(f"/items/{question.id}/summary").get_data(as_text=True)


def test_what_is_private_has_neither_dates_nor_summary_for_others(world, as_):
    secret = world.question(by="bruno", replies=1, space=world.private_space("bruno"))
    for name in ("dates", "summary", "at?day=2025-01-01"):
        assert as_("awa").get(f"/items/{secret.id}/{name}").status_code == 404
