"""Accepting an answer."""

import pytest

from forum.threads.queries import answer_of, facts


@pytest.mark.parametrize(
    ("who", "status"),
    [("awa", 303), ("mona", 303), ("stef", 303), ("ada", 303), ("bruno", 403), ("zoe", 403), (None, 401)],
)
def test_who_may_accept_an_answer(world, as_, who, status):
    question = world.question(replies=1)
    answer = as_(who).post(f"/threads/{question.id}/answer", data={"post": 2})
    assert answer.status_code == status
    assert (answer_of(question.id)[1] is not None) == (status == 303)


def test_the_answer_is_shown_under_the_question(world, as_):
    question = world.question(replies=2)
    as_("awa").post(f"/threads/{question.id}/answer", data={"post": 3})
    html = as_(None).get(f"/threads/{question.id}-{question.slug}").get_data(as_text=True)
    assert html.index("Réponse numéro 2") < html.index("Réponse numéro 1")


def test_a_second_choice_moves_the_mark_and_it_can_be_taken_back(world, as_):
    question = world.question(replies=2)
    awa = as_("awa")
    awa.post(f"/threads/{question.id}/answer", data={"post": 2})
    awa.post(f"/threads/{question.id}/answer", data={"post": 3})
    assert answer_of(question.id)[1].number == 3
    awa.post(f"/threads/{question.id}/answer/undo")
    assert answer_of(question.id)[1] is None
    assert facts([question.id])[question.id]["state"] == "open"


def test_a_message_of_another_thread_is_refused(world, as_):
    question, other = world.question(), world.question(replies=1)
    assert as_("awa").post(f"/threads/{question.id}/answer", data={"post": 2}).status_code == 404
    assert other.replies == 1
