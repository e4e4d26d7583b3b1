"""How much a passage answers a question, at first look: BM25 by field on stems, for every passage that has enough
of what is asked (`second_look` then looks again at the best of them). Weights were chosen on open French questions and on graded questions of
the field together.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from forum.index.questions import Concept, Question
from forum.index.segments import Segment
from forum.index.vocabulary import Phrase

K1, B = 1.2, 0.6
FIELDS = {"title": 2.2, "keywords": 0.8, "body": 1.0}
THEME = 0.25
COVERAGE = 0.8  # power of the share of concepts that a passage has
Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Averages:
    """Of the whole index: passages, mean lengths of fields, in how many passages a stem stands."""

    passages: int
    lengths: dict[str, float]
    frequency: Callable[[str, str], int]

    def idf(self, term: str) -> float:
        """Rare terms say more."""
        n = self.frequency("body", term)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))


def _field_scores(segment: Segment, field: str, term: str, weight: float, averages: Averages, into: Scores) -> None:
    ids, counts = segment.postings(field, term)
    if not ids:
        return
    lengths, mean = segment.facts.lengths[field], averages.lengths[field] or 1.0
    scale, fixed, slope = weight * averages.idf(term) * (K1 + 1), K1 * (1 - B), K1 * B / mean
    known = into.get
    for place, count in zip(ids, counts, strict=True):
        into[place] = known(place, 0.0) + scale * count / (count + fixed + slope * lengths[place])


def _phrase_scores(segment: Segment, phrase: Phrase, averages: Averages) -> Scores:
    """Of one way to say a concept; a phrase of several words needs them all."""
    found: Scores = {}
    weight = 1.0 if len(phrase) == 1 else 1.5 / len(phrase)
    for part in phrase:
        for field, of_field in FIELDS.items():
            _field_scores(segment, field, part, of_field * weight, averages, found)
    if len(phrase) == 1:
        return found
    together = set.intersection(*(_places(segment, part) for part in phrase))
    return {place: found[place] for place in together}


def _places(segment: Segment, term: str) -> set[int]:
    return {place for field in FIELDS for place in segment.postings(field, term)[0]}


def _concept_scores(segment: Segment, concept: Concept, averages: Averages) -> tuple[Scores, set[int]]:
    """The best of its variants; words typed one by one count even when they do not stand together.

    Also the passages that say it themselves: being filed under its theme helps, but does not answer. (A word that
    stands in every passage of a small forum earns next to no points, and is there all the same.)
    """
    best: Scores = {}
    for phrase, weight in concept.variants:
        found = _phrase_scores(segment, phrase, averages)
        if not best:
            best = found if weight == 1.0 else {place: score * weight for place, score in found.items()}
            continue
        for place, score in found.items():
            if score * weight > best.get(place, 0.0):
                best[place] = score * weight
    if len(concept.typed) > 1:
        apart: Scores = {}
        for word in concept.typed:
            for field, weight in FIELDS.items():
                _field_scores(segment, field, word.stem, weight / len(concept.typed), averages, apart)
        for place, score in apart.items():
            best[place] = max(best.get(place, 0.0), score * 0.8)
    said = set(best)
    if concept.theme:
        for place in segment.postings("themes", concept.theme)[0]:
            best[place] = best.get(place, 0.0) + THEME
    return best, said


def score(segment: Segment, question: Question, averages: Averages) -> tuple[Scores, Scores]:
    """(scores, shares): of each passage, its points and the share of what is asked that it has (0 to 1)."""
    total: Scores = {}
    share: Scores = {}
    weights = [_importance(concept, averages) for concept in question.concepts]
    whole = sum(weights) or 1.0
    for concept, importance in zip(question.concepts, weights, strict=True):
        part = importance / whole
        found, said = _concept_scores(segment, concept, averages)
        for place, points in found.items():
            total[place] = total.get(place, 0.0) + points
        for place in said:
            share[place] = share.get(place, 0.0) + part
    return {place: points * share[place] ** COVERAGE for place, points in total.items() if place in share}, share


def _importance(concept: Concept, averages: Averages) -> float:
    """A rare word missing is worse than a common one missing."""
    return max((averages.idf(part) for part in concept.variants[0][0]), default=0.0) + 0.5
