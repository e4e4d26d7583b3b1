"""Joining, asking, leaving; the tree of spaces."""

import pytest

from forum.core.db import transaction
from forum.core.errors import Conflict, Invalid
from forum.spaces.commands import answer_request, create_space, join, leave, move_space
from forum.spaces.queries import role_in


def test_an_open_space_is_joined_at_once(world):
    with transaction():
        assert join(world.actor("zoe"), world.space()) == "joined"
    assert role_in(world.space().id, world.user("zoe").id) == "member"


def test_a_members_space_is_asked_for_and_its_keeper_answers(world):
    space = world.private_space("mona", visibility="members")
    with transaction():
        from forum.core.db import db
        from forum.spaces.models import Membership

        db.session.get(Membership, (world.user("mona").id, space.id)).role = "moderator"
    with transaction():
        assert join(world.actor("zoe"), space, "Bonjour") == "asked"
    assert role_in(space.id, world.user("zoe").id) == "asked"
    with transaction():
        answer_request(world.actor("mona"), space, world.user("zoe").id, welcome=True)
    assert role_in(space.id, world.user("zoe").id) == "member"
    with pytest.raises(Conflict), transaction():
        leave(world.actor("mona"), space)


def test_a_private_space_is_unknown_to_others(world, as_):
    world.private_space("bruno")
    assert as_("awa").get("/spaces/bureau").status_code == 404
    assert "Bureau" not in as_("awa").get("/spaces/").get_data(as_text=True)
    assert as_("bruno").get("/spaces/bureau").status_code == 200


def test_a_members_space_says_that_it_exists_and_nothing_more(world, as_):
    space = world.private_space("bruno", visibility="members")
    secret = world.question(by="bruno", space=space)
    page = as_("awa").get("/spaces/bureau")
    assert page.status_code == 200
    assert secret.title not in page.get_data(as_text=True)


def test_five_levels_at_most_and_no_circle(world):
    ada = world.actor("ada")
    with transaction():
        spaces = [create_space(ada, name="Niveau 1", kind="group")]
        for level in range(2, 6):
            spaces.append(create_space(ada, name=f"Niveau {level}", parent=spaces[-1], kind="group"))
    with pytest.raises(Invalid), transaction():
        create_space(ada, name="Niveau 6", parent=spaces[-1], kind="group")
    with pytest.raises(Invalid), transaction():
        move_space(ada, spaces[0], spaces[2])


def test_who_keeps_a_space_keeps_what_lies_inside(world):
    with transaction():
        inner = create_space(world.actor("ada"), name="Eau en Bretagne", parent=world.space(), kind="group")
    assert inner.id in world.actor("mona").moderates
    assert inner.id in world.actor("corinne").curates
    assert inner.id not in world.actor("awa").audiences
    assert world.space().id in world.actor("stef").moderates
