"""The page of notifications: what it shows, what it costs, how things get read."""

import re

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.items.commands.state import delete
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.notifications.models import Notification, NotificationSettings
from forum.notifications.queries import told


def _replied(world, replies: int = 3) -> tuple[int, str]:
    question = world.question(replies=replies)
    found = question.id, question.title
    world.follow()
    return found


def _unread(world, as_, who="awa") -> int:
    """What the bell says."""
    found = re.search(r'class="count">([0-9]+)', as_(who).get("/notifications/settings").get_data(as_text=True))
    return int(found[1]) if found else 0


def test_notifications_are_gathered_by_publication(world, as_):
    _number, title = _replied(world)
    html = as_("awa").get("/notifications/").get_data(as_text=True)
    main = html.split("<main")[1]
    assert main.count(title) == 1
    assert main.count("/go") == 4, "the title and three lines"
    assert 'class="count">3' in html


@pytest.mark.parametrize("replies", [2, 40])
def test_the_page_costs_the_same_whatever_its_length(world, as_, queries, replies):
    _replied(world, replies)
    browser = as_("awa")
    queries.clear()
    assert browser.get("/notifications/").status_code == 200
    assert len(queries) <= 5, queries


def test_pages_follow_each_other(world):
    _replied(world, 30)
    first = told(world.actor("awa"), limit=20)
    second = told(world.actor("awa"), limit=20, key=first.next)
    numbers = [row.number for page in (first, second) for group in page for row in group.rows]
    assert numbers == list(range(31, 1, -1))
    assert second.next is None


def test_following_a_notification_reads_all_of_its_publication(world, as_):
    number, _title = _replied(world)
    one = db.session.scalars(select(Notification.id).where(Notification.number == 3)).one()
    answer = as_("awa").get(f"/notifications/{one}/go")
    assert (answer.status_code, answer.headers["Location"].split("?")[1]) == (303, "post=3#post-3")
    assert _unread(world, as_) == 0
    assert f"/threads/{number}-" in answer.headers["Location"]


def test_nobody_reads_what_others_were_told(world, as_):
    _replied(world)
    one = db.session.scalars(select(Notification.id)).first()
    assert as_("zoe").get(f"/notifications/{one}/go").status_code == 404
    as_("zoe").post("/notifications/read")
    assert _unread(world, as_) == 3


def test_opening_a_publication_reads_what_was_told_of_it(world, as_):
    number, _title = _replied(world)
    browser = as_("awa")
    html = browser.get(f"/items/{number}", follow_redirects=True).get_data(as_text=True)
    form = re.search(r'<form id="unread".*?</form>', html, re.S)[0]
    assert 'hx-trigger="load' in form
    assert f'name="item" value="{number}"' in form
    answer = browser.post("/notifications/read", data={"item": number}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert 'hx-swap-oob="true"' in answer.get_data(as_text=True), "only the bell, which counts anew"
    assert _unread(world, as_) == 0
    assert 'id="unread"' not in browser.get(f"/items/{number}", follow_redirects=True).get_data(as_text=True)


def test_all_can_be_read_at_once(world, as_):
    _replied(world)
    _replied(world)
    assert as_("awa").post("/notifications/read").status_code == 303
    assert _unread(world, as_) == 0


def test_the_bell_counts_what_the_list_shows(world, as_):
    number, title = _replied(world)
    _replied(world)
    item = db.session.get(Item, number)
    with transaction():
        delete(world.actor("mona"), Message(item, 1, item))
    bruno = told(world.actor("awa"), unread=True)
    assert sum(group.unread for group in bruno) == _unread(world, as_) == 6, "her own, though deleted"
    with transaction():
        db.session.add(
            Notification(user_id=world.user("zoe").id, event_id=10**6, name="post.published", reason="watch",
                         item_id=number, number=2, data={})
        )  # fmt: skip
    assert told(world.actor("zoe")).rows == []
    assert _unread(world, as_, "zoe") == 0
    assert title not in as_("zoe").get("/notifications/").get_data(as_text=True)


def test_visitors_sign_in_first(as_):
    assert as_(None).get("/notifications/").status_code == 303


def test_the_choice_of_mail_is_kept(world, as_):
    browser = as_("awa")
    assert 'value="mine" checked' in browser.get("/notifications/settings").get_data(as_text=True)
    kept = {"mail": "none", "digest": "daily", "hour": 18, "weekday": 2, "wanted": ["support"]}
    assert browser.post("/notifications/settings", data=kept).status_code == 303
    assert db.session.get(NotificationSettings, world.user("awa").id).mail == "none"
    assert browser.post("/notifications/settings", data={"mail": "tout"}).status_code == 422
