"""Completion of @: people of the discussion first, by the beginning of a name, whatever the accents, within rights."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.markup.mentions import mentions_in
from forum.items.queries.callable import callable_by
from forum.notifications.models import Notification


def _names(found) -> list[str]:
    return [one.name for one in found]


@pytest.mark.parametrize("typed", ["zo", "Zoé", "ZOE"])
def test_accents_and_capitals_do_not_matter(world, typed):
    assert _names(callable_by(typed, None)) == ["Zoé"]


def test_those_who_wrote_in_the_discussion_come_first(world):
    question = world.question(replies=1)
    assert _names(callable_by("", question.id)) == ["Awa", "Bruno"]
    assert _names(callable_by("a", question.id)) == ["Awa", "Ada"]


def test_organisations_are_found_too(world):
    world.organisation("Écoles du puits")
    (found,) = callable_by("ecole", None)
    assert (found.kind, found.name) == ("organisation", "Écoles du puits")


def test_it_costs_two_queries_and_answers_a_list(world, as_, queries):
    question, bruno = world.question(replies=1), as_("bruno")
    answer = bruno.get(f"/items/people?q=aw&item={question.id}")
    assert 'data-value="@awa"' in answer.get_data(as_text=True)
    queries.clear()
    callable_by("aw", question.id)
    assert len(queries) == 2


def test_the_writers_of_a_private_discussion_are_not_told(world, as_):
    hidden = world.question(space=world.private_space("awa", "bruno"))
    html = as_("zoe").get(f"/items/people?q=&item={hidden.id}").get_data(as_text=True)
    assert "@awa" not in html  # "awa" alone stands in tokens of the day


def test_a_source_is_read_by_those_who_may_read_the_message(world, as_):
    question = world.question(source="Le **texte** tel quel.")
    hidden = world.question(space=world.private_space("awa"))
    assert as_("bruno").get(f"/items/{question.id}/messages/1/source").get_json()["source"] == "Le **texte** tel quel."
    assert as_("bruno").get(f"/items/{hidden.id}/messages/1/source").status_code == 404


def test_an_organisation_called_tells_those_who_act_for_it(world):
    organisation = world.organisation("Eau pour tous", of="awa")
    question = world.question(by="mona")
    assert mentions_in(f"Bonjour @{organisation.slug}") == [organisation.slug]
    post = world.reply(question, source=f"Bonjour @{organisation.slug}, avez-vous un avis ?")
    assert f'href="/organisations/{organisation.slug}"' in post.html
    number = question.id
    world.follow()
    told = db.session.scalars(select(Notification).where(Notification.user_id == world.user("awa").id)).all()
    assert [one.item_id for one in told] == [number]
