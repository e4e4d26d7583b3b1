"""The second look tells apart passages that have the same stems."""

from forum.index.second_look import asked_of, points_of


def _best(question: str, *passages: str) -> int:
    points = points_of([passage.split() for passage in passages], asked_of(question.split()))
    return points.index(max(points))


def test_words_that_stand_together_win():
    assert _best("forage solaire", "un forage loin du village solaire", "un forage solaire pour le village") == 1


def test_small_words_count_in_phrases():
    assert _best("dossier pour la region", "dossier region pour la commune", "dossier pour la region") == 1


def test_a_word_in_another_form_or_misspelt_still_says_something():
    assert _best("subvantion", "une recette de cuisine", "une subvention de la region") == 1


def test_nothing_asked_adds_nothing():
    assert points_of([["un", "forage"]], asked_of([])) == [0.0]
    assert points_of([], asked_of(["forage"])) == []
