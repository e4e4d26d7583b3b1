"""Pages that are open: what they ask, what they are told, what it costs."""

import time

import pytest

from forum.core.db import transaction
from forum.items.commands.react import react
from forum.items.commands.state import delete
from forum.items.policy import Message


def _ask(browser, item, stamp):
    answer = browser.get(f"/items/{item.id}/stamp?is={stamp}")
    return answer.status_code, answer.get_data(as_text=True)


def test_nothing_new_is_told_without_body_and_nearly_without_query(world, as_, queries):
    question = world.question(replies=1)
    visitor = as_(None)
    assert _ask(visitor, question, question.stamp) == (204, "")
    queries.clear()
    for _time in range(20):
        assert _ask(visitor, question, question.stamp) == (204, "")
    assert len(queries) <= 1


@pytest.mark.parametrize("who", ["awa", None])
def test_a_change_is_told_in_half_a_second(world, as_, who):
    question = world.question(replies=1)
    browser, shown = as_(who), question.stamp
    assert _ask(browser, question, shown)[0] == 204
    world.reply(question)
    time.sleep(0.5)
    assert _ask(browser, question, shown) == (200, str(question.stamp))


def test_many_pages_share_one_query(world, as_, queries):
    questions = [world.question() for _each in range(30)]
    visitor = as_(None)
    for question in questions:
        _ask(visitor, question, question.stamp)
    time.sleep(0.5)
    queries.clear()
    for question in questions:
        assert _ask(visitor, question, question.stamp)[0] == 204
    assert len(queries) <= 2


def test_of_what_is_private_only_readers_are_told(world, as_):
    secret = world.question(by="bruno", space=world.private_space("bruno"))
    assert _ask(as_("awa"), secret, 0)[0] == 404
    assert _ask(as_(None), secret, 0)[0] == 404
    assert _ask(as_("bruno"), secret, 0) == (200, str(secret.stamp))
    assert _ask(as_("bruno"), secret, secret.stamp)[0] == 204


def _new(browser, item, have, after=""):
    return browser.get(f"/items/{item.id}/new?have={have}&after={after}").get_data(as_text=True)


def test_a_page_is_told_what_differs_from_what_it_shows(world, as_):
    question = world.question(replies=4)
    visitor = as_(None)
    assert 'id="post-' not in _new(visitor, question, "1.1p,2.1p,3.1p,4.1p,5.1p", 5)
    with transaction():
        react(world.actor("awa"), Message(question, 2, world_post(question, 2)), "useful", on=True)
        delete(world.actor("bruno"), Message(question, 3, world_post(question, 3)))
    world.reply(question, source="La sixième.")
    html = _new(visitor, question, "1.1p,2.1p,3.1p,4.1p,5.1p", 5)
    told = [number for number in range(1, 8) if f'id="post-{number}"' in html]
    assert told == [2, 3, 6]
    assert "a été retiré" in html
    assert 'data-after="6"' in html
    assert "Réponse numéro 2" not in html


def world_post(item, number):
    """A reply by its number."""
    from sqlalchemy import select

    from forum.core.db import db
    from forum.items.models.post import Post

    return db.session.scalars(select(Post).where(Post.item_id == item.id, Post.number == number)).one()


def test_two_changes_at_once_both_grow_the_stamp(world):
    question = world.question(replies=1)
    before = question.stamp
    with transaction():
        react(world.actor("awa"), Message(question, 2, world_post(question, 2)), "useful", on=True)
    with transaction():
        react(world.actor("mona"), Message(question, 2, world_post(question, 2)), "useful", on=True)
    assert question.stamp == before + 2


def test_after_an_act_the_head_of_the_thread_is_told_too(world, as_):
    question = world.question(replies=2)
    browser = as_("awa")
    htmx = {"HX-Request": "true"}
    html = browser.post(f"/threads/{question.id}/answer", data={"post": 3}, headers=htmx).get_data(as_text=True)
    assert 'id="item-state" hx-swap-oob' in html
    assert "résolue" in html
    html = browser.post(f"/items/{question.id}/posts", data={"source": "Merci bien.", "after": 3}, headers=htmx)
    html = html.get_data(as_text=True)
    assert "3 réponses" in html
    assert '<summary class="button">Suivi ' in html
    html = as_("bruno").post(f"/items/{question.id}/messages/3/delete", headers=htmx).get_data(as_text=True)
    assert "2 réponses" in html
    assert "ouverte" in html
