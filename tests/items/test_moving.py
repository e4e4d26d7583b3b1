"""Moving, closing, pinning, deleting: the address stays, the right to is the keepers'."""

import pytest

from forum.core.db import db, transaction
from forum.items.commands.state import delete, restore
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.items.queries.lists import Filter, listed


@pytest.mark.parametrize(
    ("who", "status"), [("mona", 303), ("stef", 303), ("ada", 303), ("awa", 403), ("zoe", 403), (None, 401)]
)
def test_who_may_move(world, as_, who, status):
    question = world.question()
    answer = as_(who).post(f"/items/{question.id}/move", data={"space": "national"})
    assert answer.status_code == status
    db.session.expire_all()
    moved = db.session.get(Item, question.id).space_id == world.space("national").id
    assert moved == (status == 303)


def test_a_moved_thread_keeps_its_address(world, as_):
    question = world.question()
    as_("mona").post(f"/items/{question.id}/move", data={"space": "national"})
    page = as_(None).get(f"/threads/{question.id}-{question.slug}")
    assert page.status_code == 200
    assert "Espace national" in page.get_data(as_text=True)


def test_a_deleted_reply_leaves_the_count_and_comes_back(world):
    question = world.question(replies=2)
    post = world.reply(question)
    with transaction():
        delete(world.actor("bruno"), Message(question, post.number, post))
    assert question.replies == 2
    with transaction():
        restore(world.actor("bruno"), Message(question, post.number, post))
    assert question.replies == 3


def test_a_deleted_thread_leaves_the_lists(world):
    question = world.question()
    with transaction():
        delete(world.actor("awa"), Message(question, 1, question))
    assert listed(Filter(kinds=("thread",)), world.actor(None)).rows == []


def test_pinned_threads_come_first_in_their_space(world, as_):
    first, _second = world.question(), world.question()
    as_("mona").post(f"/items/{first.id}/pin", data={"on": "1"})
    html = as_(None).get("/spaces/bretagne").get_data(as_text=True)
    assert html.index(first.title) < html.index(_second.title)
