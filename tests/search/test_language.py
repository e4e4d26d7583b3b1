"""Filters as words are the same as facets, on the page and in the API."""

from datetime import date

import pytest

from forum.search.asking import Asked, day_range, meant


def _total(browser, q: str) -> int:
    return browser.get("/api/v1/search", query_string={"q": q}).json["total"]


@pytest.mark.parametrize(
    ("word", "first", "after"),
    [
        ("2027", date(2027, 1, 1), date(2028, 1, 1)),
        ("2027-02", date(2027, 2, 1), date(2027, 3, 1)),
        ("01/2027", date(2027, 1, 1), date(2027, 2, 1)),
        ("31/12/2026", date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_a_date_may_be_a_year_a_month_or_a_day(word, first, after):
    assert day_range(word) == (first, after)


@pytest.mark.parametrize("word", ["demain", "2027-13", "31/02/2027", "0000"])
def test_what_is_no_date(word):
    assert day_range(word) is None


@pytest.mark.parametrize(
    ("q", "filters"),
    [
        ("eau territoire:bretagne", {"territory": "reg-53"}),
        ("eau place:Bretagne", {"territory": "reg-53"}),
        ("type:financements", {"kind": "funding"}),
        ("kind:need est:ouvert", {"kind": "need", "state": "open"}),
        ("est:résolu", {"state": "solved,settled,answered"}),
        ("auteur:@Awa avant:2027-01", {"author": "awa", "before": "2027-01"}),
    ],
)
def test_words_become_filters(app, q, filters):
    asked = Asked.of({"q": q})
    assert (asked.filters(), asked.problems) == (filters, ())
    assert ":" not in asked.q


def test_filters_as_words_find_what_facets_find(world, as_, indexed):
    world.question(title="Une margelle", by="awa")
    world.question(title="Une margelle ancienne", by="bruno")
    indexed()
    nobody = as_(None)
    assert _total(nobody, "margelle") == 2
    assert _total(nobody, "margelle auteur:bruno") == 1
    assert _total(nobody, "margelle -ancienne") == 1
    assert _total(nobody, '"margelle ancienne"') == 1
    assert _total(nobody, '"ancienne margelle"') == 0
    assert _total(nobody, "margelle type:besoin") == 0
    assert _total(nobody, "margelle type:discussion territoire:bretagne") == 2
    assert _total(nobody, "margelle avant:2001") == 0
    assert _total(nobody, "margelle après:2001") == 2
    html = nobody.get("/search?q=margelle+auteur:bruno").get_data(as_text=True)
    assert 'value="margelle"' in html and 'name="author" value="bruno"' in html


def test_a_bad_filter_gets_a_sentence_and_the_rest_is_searched(world, as_, indexed):
    world.question(title="Une margelle")
    indexed()
    page = as_(None).get("/search?q=margelle+territoire:atlantide+avant:demain").get_data(as_text=True)
    assert "atlantide" in page and "demain" in page and "Une <mark>margelle</mark>" in page
    answer = as_(None).get("/api/v1/search?q=margelle+territoire:atlantide")
    assert answer.status_code == 422
    assert "atlantide" in answer.get_data(as_text=True)


def test_each_result_says_why_it_came(world, as_, indexed):
    world.question(title="Une margelle")
    indexed()
    page = as_("awa").get("/search?q=margelle").get_data(as_text=True)
    assert "Pourquoi ce résultat" in page
    assert "Vos mots sont dans son titre." in page and "Cela concerne votre territoire." not in as_(None).get(
        "/search?q=margelle"
    ).get_data(as_text=True)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("subventions forage", ("funding", "call")), ("une formation à la gestion", ("training",)),
        ("contact réseau", ("contact",)), ("pompe en panne", ()),
    ],
)  # fmt: skip
def test_words_that_name_a_kind_mean_it(words, kinds):
    assert meant(words) == kinds
