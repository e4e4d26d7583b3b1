"""Pages given again before the application: the same answer, never of what changed or closed, never to members."""

import pytest

from forum.core.db import transaction
from forum.items.commands.state import delete
from forum.items.policy import Message


def _address(item) -> str:
    return f"/threads/{item.id}-{item.slug}"


@pytest.mark.parametrize(
    "headers", [{}, {"Accept-Encoding": "br"}, {"Accept-Encoding": "gzip"}, {"Accept-Language": "en"}]
)
def test_the_answer_is_the_same_to_the_byte_and_the_header(world, as_, queries, headers):
    question = world.question(replies=2)
    first = as_(None).get(_address(question), headers=headers)
    again = as_(None).get(_address(question), headers=headers)
    queries.clear()
    third = as_(None).get(_address(question), headers=headers)
    assert len(queries) == 0
    assert first.data == again.data == third.data
    assert sorted(again.headers) == sorted(third.headers)
    assert "Content-Security-Policy" in third.headers


def test_a_page_that_is_known_is_not_sent_again(world, as_):
    question = world.question()
    first = as_(None).get(_address(question))
    for _time in range(2):
        known = as_(None).get(_address(question), headers={"If-None-Match": first.headers["ETag"]})
        assert (known.status_code, known.data) == (304, b"")


def test_languages_are_kept_apart(world, as_):
    question = world.question()
    for _time in range(3):
        assert 'lang="fr"' in as_(None).get(_address(question)).get_data(as_text=True)
        english = as_(None).get(_address(question), headers={"Accept-Language": "en"})
        assert '<html lang="en">' in english.get_data(as_text=True)


def test_members_get_their_own_page(world, as_):
    question = world.question()
    for _time in range(3):
        assert "Se connecter" in as_(None).get(_address(question)).get_data(as_text=True)
        assert "reply-source" in as_("awa").get(_address(question)).get_data(as_text=True)


def test_what_is_deleted_or_closed_off_is_gone_at_once(world, as_):
    question, other = world.question(), world.question()
    for each in (question, other):
        for _time in range(3):
            as_(None).get(_address(each))
    with transaction():
        delete(world.actor("awa"), Message(question, 1, question))
    assert as_(None).get(_address(question)).status_code == 404
    with transaction():
        world.space().visibility = "members"
    assert as_(None).get(_address(other)).status_code == 404
