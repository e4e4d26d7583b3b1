"""One query language: words, exact words, words to leave out, filters as words."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forum.index.engine import Passage, Query
from forum.index.language import parse


@pytest.mark.parametrize(
    ("typed", "words", "phrases", "without", "filters"),
    [
        ("forage solaire", ["forage", "solaire"], [], [], []),
        ('"comité de gestion" eau', ["eau"], ["comité de gestion"], [], []),
        ("« comité de gestion »", [], ["comité de gestion"], [], []),
        ("forage -pompe", ["forage"], [], ["pompe"], []),
        ('forage -"pompe à main"', ["forage"], [], ["pompe à main"], []),
        ("micro-projet", ["micro-projet"], [], [], []),
        ("eau territoire:bretagne", ["eau"], [], [], [("territory", "bretagne")]),
        ('Territoire:"pays de la loire"', [], [], [], [("territory", "pays de la loire")]),
        ("thème:eau theme:eau", [], [], [], [("theme", "eau"), ("theme", "eau")]),
        ("avant:2027-01 après:2026", [], [], [], [("before", "2027-01"), ("after", "2026")]),
        ("budget:2026", ["budget 2026"], [], [], []),
        ('un "guillemet ouvert', ["un", "guillemet", "ouvert"], [], [], []),
    ],
)
def test_what_is_typed_is_sorted_out(typed, words, phrases, without, filters):
    found = parse(typed)
    assert (found.words, found.phrases, found.without, found.filters) == (words, phrases, without, filters)


@given(some.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(typed):
    again = parse(parse(typed).rest)
    assert again.filters == [] or ":" in typed


@pytest.fixture
def field(engine):
    """Three passages that a phrase tells apart."""
    engine.put(
        [
            Passage(item_id=1, title="L’eau du village", body="Le comité de gestion se réunit.", author="awa"),
            Passage(item_id=2, title="Gestion", body="Un comité parle de la gestion d’une pompe.", author="bruno"),
            Passage(
                item_id=2, part=1, title="Gestion", author="bruno", messages=((51, "Le COMITE, de gestion : encore."),)
            ),
            Passage(item_id=3, title="Comité des fêtes", body="Une pompe.", audience=7),
        ]
    )
    return engine


def _ids(engine, **asked) -> set[int]:
    return {hit.item_id for hit in engine.search(Query(**asked)).hits}


def test_an_exact_phrase_stands_as_it_was_typed_whatever_accents(field):
    assert _ids(field, words="comité de gestion", phrases=("comité de gestion",)) == {1, 2}
    assert _ids(field, words="comité gestion", phrases=("comité gestion",)) == set()
    assert _ids(field, words="comite de gestion", phrases=("COMITE DE GESTION",)) == {1, 2}


def test_what_has_an_unwanted_word_in_any_passage_leaves(field):
    assert _ids(field, words="gestion", without=("pompe",)) == {1}
    assert _ids(field, words="gestion", without=("comité de gestion",)) == set()
    assert _ids(field, without=("pompe",)) == {1}


def test_by_author_and_in_time(engine, field):
    engine.put([Passage(item_id=9, title="Gestion datée", date=datetime(2027, 3, 1, tzinfo=UTC))])
    engine.put([Passage(item_id=8, title="Gestion close", date=datetime(2020, 3, 1, tzinfo=UTC), deadline=datetime(2027, 3, 2, tzinfo=UTC))])  # fmt: skip
    assert _ids(field, words="gestion", authors=("bruno",)) == {2}
    year = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
    assert _ids(field, words="gestion", since=year) == {8, 9}
    assert _ids(field, words="gestion", until=year) == {1, 2}
