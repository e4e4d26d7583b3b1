"""Whoever has no scripts sees once what exists already, before a question is published."""

import re

from sqlalchemy import func, select

from forum.core.db import db
from forum.threads.models import Thread

FORM = {"purpose": "question", "title": "Comment financer un forage au village ?", "source": "Nous cherchons **deux** aides.",
        "space": "bretagne", "tags": "eau, puits"}  # fmt: skip


def _count() -> int:
    return db.session.scalar(select(func.count(Thread.id))) or 0


def test_without_scripts_what_exists_is_shown_once_and_everything_typed_stays(world, as_, indexed):
    known = world.question()
    title, number = known.title, known.id
    indexed()
    awa = as_("awa")
    assert '<noscript><input type="hidden" name="plain" value="1"></noscript>' in awa.get("/threads/new").get_data(
        as_text=True
    )
    asked = awa.post("/threads/new", data=FORM | {"plain": "1", "key": "un"})
    page = asked.get_data(as_text=True)
    assert asked.status_code == 200
    assert f"/threads/{number}-" in page
    assert title in page
    assert "Publier quand même" in page
    assert "Nous cherchons **deux** aides." in page
    assert FORM["title"] in page
    assert "eau, puits" in page
    assert page.count('id="similar"') == 1
    assert _count() == 1
    hidden = dict(re.findall(r'<input type="hidden" name="(seen|key)" value="([^"]+)"', page))
    assert hidden["seen"] == "1"
    assert awa.post("/threads/new", data=FORM | {"plain": "1"} | hidden).status_code == 303
    assert _count() == 2


def test_with_scripts_nothing_is_asked_again(world, as_, indexed):
    world.question()
    indexed()
    assert as_("awa").post("/threads/new", data=FORM).status_code == 303


def test_a_title_like_no_other_is_published_at_once(world, as_, indexed):
    world.question()
    indexed()
    other = FORM | {"title": "Qui prête une sono ce week-end ?", "source": "Pour la fête.", "plain": "1", "tags": ""}
    assert as_("awa").post("/threads/new", data=other).status_code == 303


def test_what_was_wrong_is_said_before_anything_else(world, as_, indexed):
    world.question()
    indexed()
    answer = as_("awa").post("/threads/new", data=FORM | {"plain": "1", "source": ""})
    assert answer.status_code in (200, 422)
    assert _count() == 1


def test_the_same_form_sent_twice_is_not_held_up_by_what_it_made(world, as_, indexed):
    awa, form = as_("awa"), FORM | {"plain": "1", "key": "deux"}
    assert awa.post("/threads/new", data=form).status_code == 303
    indexed()
    assert awa.post("/threads/new", data=form).status_code == 303
    assert _count() == 1
