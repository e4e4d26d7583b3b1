"""Who got it: one answer an organisation and year, in public or for members, with honest figures."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Forbidden, Invalid
from forum.people.models import Organisation
from forum.resources.around import Outcome
from forum.resources.fit import Project
from forum.resources.models import Resource
from forum.resources.outcomes import say_outcome, take_outcome_back
from forum.resources.queries.matching import matches
from forum.resources.queries.outcomes import OutcomeRow, figures
from tests.resources.made import page_of, resource


def told(
    world,
    made: Resource,
    name: str = "Eau pour tous",
    *,
    by: str = "awa",
    year: int = 2025,
    answer: str = "obtained",
    **more,
):
    known = db.session.scalars(select(Organisation).where(Organisation.name == name)).first()
    organisation = known or world.organisation(name, of=by)
    with transaction():
        row = db.session.get_one(Resource, made.id)
        return say_outcome(world.actor(by), row, organisation.id, year, answer=answer, **more)


def test_it_is_said_by_a_form_and_shown_with_figures(world, as_):
    made, organisation = resource(world), world.organisation()
    data = {"organisation": organisation.id, "year": "2025", "answer": "obtained", "asked": "5 000", "obtained": "4 000 €",
            "days": "90", "advice": "Appelez d’abord.", "is_public": "y"}  # fmt: skip
    assert as_("awa").post(f"/resources/{made.id}/outcomes/new", data=data).status_code == 303
    html = unescape(page_of(as_(None), made))
    for words in ("Eau pour tous", "4\u202f000\u202f€", "90", "Appelez d’abord."):
        assert words in html, words


def test_said_again_the_last_words_count(world):
    made = resource(world)
    told(world, made, obtained=1000, asked=2000)
    told(world, made, obtained=1500, asked=2000)
    told(world, made, year=2024, answer="refused")
    rows = db.session.execute(select(Outcome.year, Outcome.obtained).order_by(Outcome.year)).all()
    assert [tuple(row) for row in rows] == [(2024, None), (2025, 1500)]
    assert db.session.get_one(Resource, made.id).told_by == 1


def test_members_only_is_not_for_visitors_nor_in_their_figures(world, as_):
    made = resource(world)
    told(world, made, obtained=7777, is_public=False, advice="Entre nous.")
    for words in ("Entre nous.", "7\u202f777"):
        assert words not in unescape(page_of(as_(None), made))
        assert words in unescape(page_of(as_("zoe"), made))
    assert db.session.get_one(Resource, made.id).obtained_by == 0


def test_without_a_mandate_nobody_speaks_for_an_organisation(world, as_):
    made, organisation = resource(world), world.organisation()
    with pytest.raises(Invalid), transaction():
        say_outcome(world.actor("bruno"), made, organisation.id, 2025, answer="obtained")
    assert as_(None).post(f"/resources/{made.id}/outcomes/new").status_code == 401


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("year", {"year": 1999}), ("year", {"year": 3000}), ("answer", {"answer": "perhaps"}),
        ("obtained", {"asked": 100, "obtained": 200}), ("days", {"days": -1}), ("asked", {"asked": -5}),
        ("advice", {"advice": "a" * 501}),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_refused(world, field, values):
    with pytest.raises(Invalid) as problem:
        told(world, resource(world), **values)
    assert field in problem.value.fields


def test_it_is_taken_back_by_the_organisation_or_by_curators(world, as_):
    made = resource(world)
    organisation = told(world, made).organisation_id
    data = {"organisation": organisation, "year": 2025}
    assert as_("bruno").post(f"/resources/{made.id}/outcomes/undo", data=data).status_code == 403
    assert as_("awa").post(f"/resources/{made.id}/outcomes/undo", data=data).status_code == 303
    assert db.session.scalars(select(Outcome)).all() == []
    told(world, made)
    with pytest.raises(Forbidden), transaction():
        take_outcome_back(world.actor("zoe"), db.session.get_one(Resource, made.id), organisation, 2025)
    with transaction():
        take_outcome_back(world.actor("corinne"), db.session.get_one(Resource, made.id), organisation, 2025)
    assert db.session.get_one(Resource, made.id).told_by == 0


def _row(year: int, answer: str, obtained: int | None, days: int | None) -> OutcomeRow:
    return OutcomeRow(
        1, "", "", year, answer, None, obtained if answer == "obtained" else None, days, "", True, clock.now()
    )


@given(st.lists(st.builds(_row, st.integers(2020, 2026), st.sampled_from(["obtained", "refused", "waiting"]),
                          st.one_of(st.none(), st.integers(0, 10**6)), st.one_of(st.none(), st.integers(0, 900)))))  # fmt: skip
def test_figures_never_say_more_than_what_was_told(rows):
    found = figures(rows)
    assert [row.year for row in found] == sorted({row.year for row in rows}, reverse=True)
    assert sum(row.told for row in found) == len(rows)
    for row in found:
        assert row.obtained <= row.answered <= row.told
        assert (row.share is not None) == (row.answered >= 3)
        amounts = [each.obtained for each in rows if each.year == row.year and each.obtained is not None]
        assert row.amount is None if not amounts else min(amounts) <= row.amount <= max(amounts)


def test_a_share_is_told_from_three_answers_on(world, as_):
    made = resource(world)
    for number, answer in enumerate(("obtained", "refused", "waiting")):
        told(world, made, f"Asso {number}", answer=answer)
    assert "50\u202f%" not in page_of(as_(None), made)
    told(world, made, "Asso 4")
    assert re.search(r"67\s*%", unescape(page_of(as_(None), made)))


def test_what_others_got_is_a_light_reason(world):
    plain, got = resource(world, max_amount=1000), resource(world, max_amount=1000)
    told(world, got)
    found = matches(Project(amount=500), world.actor(None))
    assert [each.of.id for each in found] == [got.id, plain.id]
    assert found[0].rank - found[1].rank == 1


def test_one_takes_along_what_one_said(world, as_):
    made = resource(world)
    told(world, made, advice="Mon conseil.")
    [mine] = as_("awa").get("/resources/outcomes.json").get_json()["outcomes"]
    assert (mine["resource"], mine["advice"], mine["year"]) == (made.id, "Mon conseil.", 2025)
    assert as_("bruno").get("/resources/outcomes.json").get_json() == {"outcomes": []}


def test_the_page_costs_the_same_for_2_and_20_answers(world, as_, queries):
    made, costs = resource(world), []
    for some in (2, 18):
        for number in range(some):
            told(world, made, f"Asso {some} {number}")
        queries.clear()
        page_of(as_("bruno"), made)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12, queries
