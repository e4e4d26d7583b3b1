"""Who is told of what: those who are called, answered, asked, who follow, who keep; and nobody who may not read."""

import pytest
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.events import Event
from forum.items.commands.edit import edit
from forum.items.commands.reply import reply
from forum.items.commands.watch import watch
from forum.items.models.around import Watch
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message
from forum.notifications.followers import notify
from forum.notifications.models import Notification
from forum.people.models import User
from forum.spaces.commands import answer_request, join
from forum.spaces.models import Membership
from forum.territories.queries import tree
from forum.threads.commands import accept_answer
from forum.threads.queries import readable, reply_in


def told(world, name="post.published") -> dict[str, str]:
    """Handle → reason of everybody who was told of the events of this name."""
    world.follow()
    rows = select(User.handle, Notification.reason).join(User, User.id == Notification.user_id)
    return {handle: reason for handle, reason in db.session.execute(rows.where(Notification.name == name))}


def again(model, key):
    """A row as it is now: the worker closes the session that it was read in."""
    return db.session.get(model, key)


def follow(world, who, subject, number, level="all"):
    with transaction():
        watch(world.actor(who), subject, number, level)


def test_a_reply_tells_the_asker(world):
    world.question(replies=1)
    assert told(world) == {"awa": "author"}


def test_a_reply_to_a_message_tells_its_author_first(world):
    question = world.question()
    first = world.reply(question, by="bruno")
    with transaction():
        reply(world.actor("corinne"), question, "Je précise.", reply_to=first.number)
    assert told(world) == {"awa": "author", "bruno": "reply"}


def test_a_mention_tells_whoever_is_called_once(world):
    question = world.question()
    world.reply(question, source="Merci @zoe, et encore @zoe, pas `@stef`. @awa aussi, @personne non.")
    assert told(world) == {"awa": "mention", "zoe": "mention"}


def test_nobody_is_told_of_their_own_words(world):
    question = world.question()
    world.reply(question, by="awa", source="Je me réponds, @awa.")
    assert told(world) == {}


def test_those_who_follow_the_space_are_told_of_new_items_and_with_all_of_replies(world):
    follow(world, "zoe", "space", world.space().id, "first")
    follow(world, "corinne", "space", world.space().id, "all")
    world.question(replies=1)
    assert told(world, "item.published") == {"zoe": "watch", "corinne": "watch"}
    assert told(world) == {"awa": "author", "corinne": "watch"}


def test_whoever_follows_a_region_is_told_of_its_departments(world):
    follow(world, "zoe", "territory", tree().codes["reg-53"].id)
    world.question(territories=[tree().codes["dep-29"].id])
    assert told(world, "item.published") == {"zoe": "watch"}


def test_a_choice_for_one_item_wins_over_its_space(world):
    question = world.question()
    follow(world, "zoe", "space", world.space().id)
    follow(world, "zoe", "item", question.id, "mute")
    follow(world, "awa", "item", question.id, "mute")
    world.reply(question)
    assert told(world) == {}


def test_what_is_private_is_told_to_its_members_only(world):
    space = world.private_space("awa", "bruno")
    question = world.question(space=space)
    follow(world, "zoe", "item", question.id)
    follow(world, "bruno", "item", question.id)
    world.reply(question, by="bruno", source="Entre nous, @zoe et @mona.")
    assert told(world) == {"awa": "author"}


def test_a_waiting_message_tells_the_keepers_and_nobody_else(world):
    question = world.question()
    world.reply(question, by="nour", source="Voyez https://exemple.org/ @bruno")
    assert told(world) == {}
    assert told(world, "post.waits") == {"mona": "keeper", "stef": "keeper"}


def test_an_accepted_answer_tells_its_author_and_those_who_follow(world):
    question = world.question(replies=1)
    follow(world, "zoe", "item", question.id)
    with transaction():
        thread = readable(question.id, world.actor("awa"))
        accept_answer(world.actor("awa"), thread, reply_in(thread, 2))
    assert told(world, "thread.answered") == {"bruno": "answer", "zoe": "watch"}


def test_a_request_to_join_tells_the_nearest_keepers_and_the_answer_whoever_asked(world):
    world.private_space("mona", visibility="members")
    with transaction():
        join(world.actor("zoe"), world.space("bureau"), "Bonjour")
    assert told(world, "space.asked") == {"ada": "keeper"}, "nobody keeps it: administrators do"
    with transaction():
        answer_request(world.actor("ada"), world.space("bureau"), world.user("zoe").id, welcome=True)
    assert told(world, "space.welcomed") == {"zoe": "person"}


def test_an_edit_tells_those_it_newly_calls(world):
    question = world.question()
    keys = question.id, world.reply(question, source="Voyez @zoe.").id
    world.follow()
    message = Message(again(Item, keys[0]), 2, again(Post, keys[1]))
    with transaction():
        edit(world.actor("bruno"), message, source="Voyez @zoe et @stef.", version=1)
    assert told(world, "post.edited") == {"stef": "mention"}


def test_the_same_events_twice_tell_once(world):
    number = world.question(replies=3).id
    world.follow()
    before = db.session.scalars(select(Notification.id)).all()
    with transaction():
        notify(list(db.session.scalars(select(Event).where(Event.item_id == number, Event.name.like("post.%")))))
    assert db.session.scalars(select(Notification.id)).all() == before
    assert len(before) == 3


def test_whoever_begins_to_follow_is_not_told_of_what_came_before(world):
    question = world.question(replies=1)
    follow(world, "zoe", "item", question.id)
    assert told(world) == {"awa": "author"}


@pytest.mark.parametrize("visibility", ["public", "members"])
def test_a_thousand_who_follow_cost_no_more_statements_than_two(world, queries, visibility):
    world.private_space("awa", "bruno", visibility=visibility)
    costs = []
    for people in (2, 1000):
        number = world.question(space=world.space("bureau")).id
        _crowd(number, people, world.space("bureau").id)
        world.follow()
        world.reply(again(Item, number))
        queries.clear()
        world.follow()
        costs.append(len(queries))
        rows = select(Notification.id).where(Notification.item_id == number, Notification.reason == "watch")
        rows = rows.join(User, User.id == Notification.user_id).where(User.handle.startswith(f"u{number}_"))
        assert len(db.session.scalars(rows).all()) == people
    assert costs[0] == costs[1], queries


def _crowd(item_id: int, people: int, space_id: int) -> None:
    with transaction():
        crowd = [
            User(handle=f"u{item_id}_{n}", name=f"U{n}", state="active", trust=1, email=f"u{item_id}_{n}@example.org")
            for n in range(people)
        ]
        db.session.add_all(crowd)
        db.session.flush()
        db.session.add_all(Watch(user_id=user.id, subject="item", subject_id=item_id, level="all") for user in crowd)
        db.session.add_all(Membership(user_id=user.id, space_id=space_id, role="member") for user in crowd)
