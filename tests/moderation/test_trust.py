"""From newcomer to member."""

from datetime import timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.items.models.item import Item
from forum.notifications.models import Notification

LINK = "Voyez https://exemple.org/"


def approve(as_, item_id, number):
    path = f"/moderation/items/{item_id}/messages/{number}/decisions"
    return as_("mona").post(path, data={"deed": "approve"}).status_code


def trust(world) -> int:
    db.session.expire_all()
    return world.user("nour").trust


def test_three_approved_messages_make_a_member_whose_links_no_longer_wait(world, as_):
    question = world.question()
    for number in (2, 3, 4):
        world.reply(question, by="nour", source=LINK)
        assert trust(world) == 0
        assert approve(as_, question.id, number) == 303
    assert (trust(world), world.user("nour").approved_posts) == (1, 3)
    assert world.reply(question, by="nour", source=LINK).state == "public"


def test_three_messages_in_an_hour_do_not(world):
    item_id = world.question().id
    for _each in range(3):
        world.reply(db.session.get(Item, item_id), by="nour")
        world.follow()
    assert trust(world) == 0


def test_three_messages_over_a_day_do(world):
    item_id = world.question().id
    start = clock.now()
    for hours in (0, 1, 25):
        clock.set_for_tests(start + timedelta(hours=hours))
        world.reply(db.session.get(Item, item_id), by="nour")
        world.follow()
        assert trust(world) == (1 if hours == 25 else 0)


def test_an_approved_message_is_told_to_those_whom_it_concerns(world, as_):
    question = world.question()
    world.reply(question, by="nour", source=LINK + " @zoe")
    item_id = question.id
    world.follow()
    assert approve(as_, item_id, 2) == 303
    world.follow()
    rows = select(Notification.reason).where(Notification.name == "post.approved").order_by(Notification.reason)
    assert db.session.scalars(rows).all() == ["author", "mention"]
