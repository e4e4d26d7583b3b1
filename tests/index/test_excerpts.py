"""The passage shown: its words are found where they stand in the text as it was typed."""

from hypothesis import given
from hypothesis import strategies as st

from forum.index.analysis import fold
from forum.index.excerpts import Wanted, best_window, folded, located, marked


@given(st.text(alphabet="aàéEÉœŒæ ’'-·1İß\u0301\u202f𝚨", max_size=60))
def test_a_text_is_folded_character_by_character(text):
    assert folded(text) == "".join(fold(character) for character in text)


def test_words_keep_their_places_after_a_ligature_and_a_combining_accent():
    text = "Un œuf, l'e\u0301te\u0301 micro-projet"
    assert [text[start:end] for start, end, _stem in located(text)] == ["Un", "œuf", "e\u0301te", "micro", "projet"]


def test_an_elided_word_is_marked_without_its_article():
    assert marked("L’association d’eau", Wanted(frozenset({"associ", "eau"}))) == (
        "L’<mark>association</mark> d’<mark>eau</mark>"
    )


def test_several_words_are_marked_only_together():
    wanted = Wanted(frozenset(), frozenset({("compt", "rendu")}))
    assert marked("Le compte rendu du compte", wanted) == "Le <mark>compte rendu</mark> du compte"


def test_the_place_with_most_of_the_words_is_shown():
    text = "Le puits. " + "Rien ici. " * 60 + "Le forage et la pompe du puits. " + "Rien ici. " * 60
    count, html = best_window(text, Wanted(frozenset({"puit", "forag", "pomp"})))
    assert count == 3 and "<mark>forage</mark>" in html and html.startswith("… ")


def test_a_heading_and_what_follows_are_kept_apart():
    text = "Le puits\nIl est sec.\n\nOn creuse\nUn forage"
    assert (
        best_window(text, Wanted(frozenset({"forag"})))[1]
        == "Le puits · Il est sec. On creuse · Un <mark>forage</mark>"
    )
