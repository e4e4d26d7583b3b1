"""Asking: with a reply, under a message, with a new question; changing while nobody has voted."""

import re

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.polls.models import MOST_OPTIONS, Option, Poll
from tests.polls.made import again, dates, options, page_of, poll, say

GIVEN = {
    "step": "ask", "question": "Que construire ?", "method": "single", "options-0": "Une citerne",
    "options-1": "Un forage", "options-2": "", "voters": "person", "results": "always", "zone": "Europe/Paris",
}  # fmt: skip


@pytest.mark.parametrize(("who", "status"), [("awa", 303), ("mona", 303), ("bruno", 403), ("zoe", 403), (None, 401)])
def test_who_hangs_a_poll_on_a_message(world, as_, who, status):
    question = world.question()
    answer = as_(who).post(f"/items/{question.id}/polls/new?message=1", data=GIVEN)
    assert answer.status_code == status
    assert len(db.session.scalars(select(Poll)).all()) == (status == 303)


def test_a_poll_with_a_reply_is_published_together_or_not_at_all(world, as_):
    question = world.question()
    bruno = as_("bruno")
    begun = bruno.post(f"/items/{question.id}/polls/new", data={"source": "Décidons **ensemble**."})
    assert begun.status_code == 200
    assert "Décidons **ensemble**." in begun.get_data(as_text=True)
    wrong = bruno.post(f"/items/{question.id}/polls/new", data={**GIVEN, "source": "Décidons.", "options-1": ""})
    assert wrong.status_code == 422
    assert "Proposez au moins deux réponses" in wrong.get_data(as_text=True)
    assert db.session.scalars(select(Post)).all() == []
    done = bruno.post(f"/items/{question.id}/polls/new", data={**GIVEN, "source": "Décidons."})
    made = db.session.scalars(select(Poll)).one()
    assert done.status_code == 303
    assert done.location.endswith(f"?post=2#poll-{made.id}")
    assert (made.number, made.author_id) == (2, world.user("bruno").id)
    assert again(made) and db.session.get_one(Item, question.id).polls == 1


def test_an_empty_message_publishes_neither(world, as_):
    question = world.question()
    assert as_("bruno").post(f"/items/{question.id}/polls/new", data={**GIVEN, "source": " "}).status_code == 422
    assert db.session.scalars(select(Poll)).all() == []
    assert db.session.scalars(select(Post)).all() == []


def test_more_lines_by_a_plain_button_up_to_the_most(world, as_):
    question = world.question()
    data = {**GIVEN, "step": "more"}
    for _turn in range(8):
        html = as_("awa").post(f"/items/{question.id}/polls/new?message=1", data=data).get_data(as_text=True)
        lines = re.findall(r'name="(options-\d+)"', html)
        data.update({name: data.get(name, "") for name in lines})
    assert len(lines) == MOST_OPTIONS
    assert 'value="more"' not in html
    assert 'value="Un forage"' in html


def test_another_method_keeps_what_was_typed(world, as_):
    question = world.question()
    data = {**GIVEN, "step": "", "turn": "date"}
    html = as_("awa").post(f"/items/{question.id}/polls/new?message=1", data=data).get_data(as_text=True)
    assert 'value="Que construire ?"' in html
    assert 'name="dates-0-day"' in html


def test_dates_are_typed_in_a_zone_and_sorted(world, as_):
    question = world.question()
    data = {
        **GIVEN, "method": "date", "zone": "Indian/Reunion", "dates-0-day": "2090-01-13", "dates-0-start": "22:00",
        "dates-0-end": "01:00", "dates-1-day": "2090-01-12", "dates-1-label": "Salle Ponant",
    }  # fmt: skip
    assert as_("awa").post(f"/items/{question.id}/polls/new?message=1", data=data).status_code == 303
    first, second = db.session.scalars(select(Option).order_by(Option.place)).all()
    assert (str(first.day), first.starts_at, first.label) == ("2090-01-12", None, "Salle Ponant")
    assert (second.starts_at.isoformat(), second.ends_at.isoformat()) == (
        "2090-01-13T18:00:00+00:00",
        "2090-01-13T21:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question": ""}, "3 à 200 caractères"),
        ({"options-1": "une CITERNE"}, "figure deux fois"),
        ({"options-1": "x" * 201}, "200 caractères"),
        ({"method": "several", "most": "9"}, "nombre de réponses"),
        ({"quorum": "-3"}, "nombre de voix"),
        ({"closes_at": "2020-01-01"}, "à venir"),
        ({"voters": "everybody"}, ""),
        ({"method": "date", "dates-0-day": "bientôt"}, "Écrivez les jours comme 2027-01-12"),
        ({"method": "date", "dates-0-label": "un jour", "dates-1-day": "2090-01-12"}, "un jour pour chaque date"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(world, as_, change, said):
    question = world.question()
    answer = as_("awa").post(f"/items/{question.id}/polls/new?message=1", data={**GIVEN, **change})
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert db.session.scalars(select(Poll)).all() == []


def test_a_new_question_leads_to_the_form_of_its_poll(world, as_):
    data = {"title": "Que construire à Kayes ?", "source": "Trois devis sont là.", "space": "bretagne",
            "purpose": "question", "then": "poll"}  # fmt: skip
    answer = as_("awa").post("/threads/new", data=data)
    made = db.session.scalars(select(Item)).one()
    assert answer.location == f"/items/{made.id}/polls/new?message=1"
    assert as_("awa").get(answer.location).status_code == 200
    assert as_("awa").post("/threads/new", data={**data, "then": ""}).location.startswith("/threads/")


def test_it_changes_until_somebody_has_voted(world, as_):
    made = poll(world)
    shown = as_("awa").get(f"/polls/{made.id}/edit").get_data(as_text=True)
    assert 'value="Un forage"' in shown
    assert as_("bruno").get(f"/polls/{made.id}/edit").status_code == 403
    data = {**GIVEN, "question": "Quoi d’abord ?", "options-2": "Un château d’eau"}
    assert as_("awa").post(f"/polls/{made.id}/edit", data=data).status_code == 303
    assert again(made).question == "Quoi d’abord ?"
    assert len(options(made)) == 3
    say(world, "bruno", made, options(made)[:1])
    assert as_("awa").post(f"/polls/{made.id}/edit", data=data).status_code == 409


def test_the_form_of_dates_shows_them_again(world, as_):
    made = dates(world, ("2090-01-12", "18:30"), ("2090-01-13", ""))
    html = as_("awa").get(f"/polls/{made.id}/edit").get_data(as_text=True)
    assert 'value="2090-01-12"' in html
    assert 'value="18:30"' in html


def test_the_ways_to_ask_are_where_one_may(world, as_):
    question = world.question()
    assert "polls/new?message=1" in page_of(as_("awa"), question)
    html = page_of(as_("bruno"), question)
    assert "polls/new?message=1" not in html
    assert f'formaction="/items/{question.id}/polls/new"' in html
    assert "polls/new" not in page_of(as_(None), question)
