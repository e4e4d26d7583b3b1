"""Reactions: one of each kind a person, counted, taken back."""

import pytest

from forum.core.db import transaction
from forum.items.commands.react import react
from forum.items.policy import Message


def _react(world, who, item, kind="thanks", on=True):
    with transaction():
        react(world.actor(who), Message(item, 1, item), kind, on=on)


def test_a_reaction_counts_once_a_person(world):
    question = world.question()
    _react(world, "bruno", question)
    _react(world, "bruno", question)
    _react(world, "mona", question)
    assert question.reactions == {"thanks": 2}


def test_a_reaction_can_be_taken_back(world):
    question = world.question()
    _react(world, "bruno", question)
    _react(world, "bruno", question, on=False)
    assert question.reactions == {}


@pytest.mark.parametrize(("who", "status"), [("bruno", 303), ("zoe", 303), ("awa", 403), (None, 401)])
def test_who_may_react(world, as_, who, status):
    question = world.question()
    answer = as_(who).post(f"/items/{question.id}/messages/1/reactions", data={"kind": "useful", "on": "1"})
    assert answer.status_code == status
