"""Editing: history is kept, a text that changed meanwhile is never overwritten."""

import pytest

from forum.core.db import transaction
from forum.core.errors import Conflict, Forbidden
from forum.items.commands.edit import edit, restore_version
from forum.items.policy import Message
from forum.items.queries.heads import message
from forum.items.queries.reader import versions_of


def _own(world, item) -> Message:
    return Message(item, 1, item)


def test_an_edit_keeps_what_was_there(world):
    question = world.question(source="Premier texte.")
    with transaction():
        edit(world.actor("awa"), _own(world, question), source="Second texte.", version=1, reason="plus clair")
    assert question.version == 2
    assert [(v.version, v.source) for v in versions_of(question.id, 1)] == [(1, "Premier texte.")]


def test_two_who_edit_at_once_do_not_overwrite_each_other(world):
    question = world.question()
    with transaction():
        edit(world.actor("awa"), _own(world, question), source="Texte d’Awa.", version=1)
    with pytest.raises(Conflict), transaction():
        edit(world.actor("mona"), _own(world, question), source="Texte de Mona.", version=1)
    assert question.source == "Texte d’Awa."


def test_the_second_editor_sees_both_texts(world, as_):
    question = world.question()
    with transaction():
        edit(world.actor("mona"), _own(world, question), source="Texte de Mona.", version=1)
    address = f"/items/{question.id}/messages/1/edit"
    answer = as_("awa").post(address, data={"source": "Texte d’Awa.", "title": question.title, "version": "1"})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Texte d’Awa." in html
    assert "Mona" in html


def test_an_old_version_comes_back_as_a_new_one(world):
    question = world.question(source="Premier texte.")
    with transaction():
        edit(world.actor("awa"), _own(world, question), source="Second texte.", version=1)
    with transaction():
        restore_version(world.actor("awa"), _own(world, question), 1)
    assert (question.source, question.version) == ("Premier texte.", 3)


@pytest.mark.parametrize(
    ("who", "status"), [("bruno", 302), ("mona", 302), ("awa", 403), ("zoe", 403), ("stef", 302), (None, 401)]
)
def test_who_may_edit_a_reply(world, as_, who, status):
    question = world.question(replies=1)
    answer = as_(who).post(f"/items/{question.id}/messages/2/edit", data={"source": "Texte corrigé.", "version": "1"})
    assert answer.status_code == (303 if status == 302 else status)


def test_a_hidden_text_cannot_be_changed_by_its_author(world):
    question = world.question(replies=1)
    post = message(question, 2, world.actor("bruno"))
    with transaction():
        post.row.state = "hidden"
    with pytest.raises(Forbidden), transaction():
        edit(world.actor("bruno"), message(question, 2, world.actor("bruno")), source="Autre.", version=1)
