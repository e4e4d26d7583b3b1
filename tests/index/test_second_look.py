"""The second look tells apart passages that have the same stems."""

from collections import Counter

import numpy as np
import pytest

from forum.index.analysis import stem
from forum.index.letters import Letters, letters_of, shared
from forum.index.rarity import Population, everywhere, of_runs
from forum.index.second_look import Seen, asked_of, points_of


def _population(passages: list[list[str]]) -> Population:
    """The whole index is these passages."""
    having = Counter(root for words in passages for root in {stem(word) for word in words})
    letters = Letters(Counter(word for words in passages for word in set(words)))
    return Population(len(passages), having.__getitem__, letters.told, sum(map(len, passages)) / (len(passages) or 1))


def _points(question: str, *passages: str) -> list[float]:
    words = [passage.split() for passage in passages]
    return points_of([Seen(each) for each in words], asked_of(question.split()), _population(words))


def _best(question: str, *passages: str) -> int:
    points = _points(question, *passages)
    return points.index(max(points))


def test_words_that_stand_together_win():
    assert _best("forage solaire", "un forage loin du village solaire", "un forage solaire pour le village") == 1


def test_small_words_count_in_phrases():
    assert _best("dossier pour la region", "dossier region pour la commune", "dossier pour la region") == 1


def test_a_word_in_another_form_or_misspelt_still_says_something():
    assert _best("subvantion", "une recette de cuisine", "une subvention de la region") == 1


def test_a_name_that_is_missing_is_missed_more_than_another_word():
    passages = ["la commune aide", "le siege de la mairie"]
    words = [Seen(each.split()) for each in passages]
    question = "siege commune".split()
    plain = points_of(words, asked_of(question), _population([each.words for each in words]))
    named = points_of(words, asked_of(question, {"commune"}), _population([each.words for each in words]))
    assert named[0] > plain[0]
    assert named[1] == plain[1]


def test_what_the_first_sentence_says_is_what_a_passage_is_about():
    words = "les forages du village la commune les paie".split()
    first, last = Seen(words, (0, 4)), Seen(words, (4, 8))
    points = points_of([first, last, Seen(words)], asked_of(["forages"]), _population([words] * 3))
    assert points[0] > points[1] == points[2]


def test_nothing_asked_adds_nothing():
    assert _points("", "un forage") == [0.0]
    assert _points("forage") == []
    assert _points("forage", "") == [0.0]


def test_what_is_rare_in_the_index_is_rare_though_every_passage_looked_at_has_it():
    passages = ["un forage solaire", "un forage solaire", "un forage"]
    small = _points("forage solaire", *passages)
    words = [passage.split() for passage in passages]
    wide = Population(10_000, {"forag": 4, "solair": 40}.__getitem__, lambda groups: np.full(len(groups), 50.0), 3.0)
    large = points_of([Seen(each) for each in words], asked_of(["forage", "solaire"]), wide)
    assert large[0] - large[2] > small[0] - small[2] > 0


def test_where_all_passages_were_looked_at_counts_are_true():
    stems = np.array([[True, True], [True, False], [True, True]])
    among = Population(3, {"a": 3, "b": 2}.__getitem__, lambda groups: np.zeros(len(groups)), 3.0)
    common = everywhere({"a": 0, "b": 1}, (), stems, among)
    there = np.array([[True], [False], [False]])
    assert common.tolist() == [3, 2]
    assert of_runs(there, [(0, 1)], stems, common, among).tolist() == [1]
    assert of_runs(there, [()], stems, common, among).tolist() == [1]


@pytest.mark.parametrize(
    ("group", "times"), [("_fo", 5), ("for", 5), ("ora", 5), ("es_", 2), ("_eau", 4), ("xyz", 0), ("e_f", 0)]
)
def test_the_lexicon_tells_how_often_letters_stand_together(group, times):
    lexicon = Letters({"forage": 3, "forages": 2, "eau": 4})
    assert lexicon.told([group]).tolist() == [times]
    assert Letters({}).told([group]).tolist() == [0]


def test_words_have_their_ends_among_their_letters():
    assert {"_ea", "eau", "au_", "_eau", "eau_"} == set(letters_of("eau"))


def test_words_are_asked_all_at_once_which_groups_of_letters_they_have():
    words, groups = ["forage", "bananas", "eau"], ["_for", "ana", "eau", "as_", "xyz"]
    found = {
        (words[word], groups[group]): int(times) for group, word, times in zip(*shared(words, groups), strict=True)
    }
    assert found == {("forage", "_for"): 1, ("bananas", "ana"): 2, ("bananas", "as_"): 1, ("eau", "eau"): 1}
