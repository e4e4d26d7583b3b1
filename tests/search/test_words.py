"""Curators tie words together; what was searched in vain is listed, words only."""

import pytest

from forum.core.db import db
from forum.search import tied
from forum.search.engine import engine
from forum.search.models import MissedSearch, Synonym, ToldSearch
from forum.search.views import looking


def _titles(browser, q: str) -> list[str]:
    return [row["title"] for row in browser.get("/api/v1/search", query_string={"q": q}).json["results"]]


@pytest.mark.parametrize(
    ("who", "status"), [(None, 303), ("awa", 403), ("zoe", 403), ("corinne", 200), ("mona", 200), ("ada", 200)]
)
def test_who_keeps_the_words(as_, who, status):
    found = as_(who).get("/search/words").status_code
    assert found in (status, 302 if who is None else status)


def test_words_that_a_curator_ties_find_each_other_at_once(world, as_, indexed):
    world.question(title="Construire des toilettes sèches")
    indexed()
    assert _titles(as_(None), "ecosanitaire") == []
    answer = as_("corinne").post("/search/words", data={"words": "ecosanitaire, toilettes sèches"})
    assert answer.status_code == 303
    assert _titles(as_(None), "ecosanitaire") == ["Construire des toilettes sèches"]
    synonym = db.session.query(Synonym).one()
    as_("corinne").post(f"/search/words/{synonym.id}/remove")
    assert _titles(as_(None), "ecosanitaire") == []


def test_another_process_learns_them_by_itself(world, as_, indexed):
    world.question(title="Construire des toilettes sèches")
    indexed()
    as_("corinne").post("/search/words", data={"words": "ecosanitaire, toilettes sèches"})
    tied._state.update(at=0.0, known=None)  # as a process that was not told
    engine().vocabulary = type(engine().vocabulary)()
    assert _titles(as_(None), "ecosanitaire") == ["Construire des toilettes sèches"]


@pytest.mark.parametrize("words", ["", "seul", "de, la", "forage, forages", ", ".join(f"mot{n}" for n in range(99))])
def test_what_ties_nothing_is_refused_and_kept_in_the_field(as_, words):
    answer = as_("mona").post("/search/words", data={"words": words})
    assert answer.status_code == 422
    assert db.session.query(Synonym).count() == 0


def test_what_was_not_found_is_listed_with_ways_to_answer_and_without_a_name(world, as_, indexed):
    indexed()
    for _time in range(2):
        as_("awa").get("/search?q=Zanzibar")
    as_("awa").get("/search?q=awa@example.org")
    as_("awa").get("/search?q=06+12+34+56+78")
    assert [(row.words, row.count) for row in db.session.query(MissedSearch)] == [("zanzibar", 2)]
    html = as_("corinne").get("/search/words").get_data(as_text=True)
    assert "zanzibar" in html and "/documents/new?title=zanzibar" in html and "/needs/new?title=zanzibar" in html
    as_("corinne").post("/search/words/settled", data={"words": "zanzibar"})
    assert db.session.query(MissedSearch).count() == 0


def test_what_was_found_but_not_followed_is_listed_after_three_sessions(as_):
    looking._told.clear()
    for number in range(3):
        browser = as_(None)
        for _again in range(2):
            browser.post(
                "/search/told", data={"words": "margelle", "what": "shown"}, headers={"User-Agent": f"n{number}"}
            )
    row = db.session.query(ToldSearch).one()
    assert (row.words, row.shown, row.followed) == ("margelle", 3, 0)
    assert "margelle" in as_("corinne").get("/search/words").get_data(as_text=True)
    as_(None).post("/search/told", data={"words": "margelle", "what": "followed"})
    assert "margelle" not in as_("corinne").get("/search/words").get_data(as_text=True)


def test_popular_words_are_those_of_five_sessions_that_led_somewhere(as_):
    looking._told.clear()
    for number in range(5):
        assert "margelle" not in as_(None).get("/search").get_data(as_text=True)
        as_(None).post(
            "/search/told", data={"words": "margelle", "what": "shown"}, headers={"User-Agent": f"p{number}"}
        )
    as_(None).post("/search/told", data={"words": "margelle", "what": "followed"})
    assert "/search?q=margelle" in as_(None).get("/search").get_data(as_text=True)
