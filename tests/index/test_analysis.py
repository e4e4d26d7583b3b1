"""French as people type it."""

import pytest

from forum.index.analysis import stems


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("l'eau potable", "l’eau potable"),
        ("école", "ecole"),
        ("cœur d'œuvre", "coeur d'oeuvre"),
        ("associations", "association"),
        ("micro-projet", "micro-projets"),
        ("200 000 €", "200000"),
        ("200\u202f000", "200 000"),
        ("10k", "10 000"),
        ("adhérent·es", "adhérents"),
        ("RÉSEAU RÉGIONAL", "réseau regional"),
        ("jusqu'au forage", "forage"),
    ],
)
def test_two_ways_to_type_the_same(one, other):
    assert stems(one) == stems(other)


def test_words_that_change_the_meaning_stay():
    assert "san" in stems("une région sans réseau")
    assert "moin" in stems("moins de deux ans")


def test_stop_words_do_not_kill_the_noun():
    assert stems("l'eau") == ["eau"]


def test_a_compound_is_found_in_one_word_and_in_two():
    assert {"micro", "projet", "microprojet"} <= set(stems("micro-projet"))
