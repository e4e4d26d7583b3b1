"""How much a passage answers a question: BM25 by field on stems, exact words and neighbours beside them.

Weights were chosen on open French questions and on graded questions of the field together.
"""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from forum.index.analysis import pairs
from forum.index.questions import Concept, Question
from forum.index.segments import Segment
from forum.index.vocabulary import Phrase

K1, B = 1.2, 0.6
FIELDS = {"title": 2.2, "keywords": 0.8, "body": 1.0}
EXACT, NEIGHBOURS, THEME = 0.3, 0.8, 0.25
COVERAGE = 0.8  # power of the share of concepts that a passage has
Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Averages:
    """Of the whole index: passages, mean lengths of fields, in how many passages a term stands."""

    passages: int
    lengths: dict[str, float]
    frequency: Callable[[str, str], int]

    def idf(self, field: str, term: str) -> float:
        """Rare terms say more."""
        n = self.frequency(field, term)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))


def _field_scores(segment: Segment, field: str, term: str, weight: float, averages: Averages, into: Scores) -> None:
    ids, counts = segment.postings(field, term)
    if not ids:
        return
    lengths = segment.facts.lengths.get(field)
    mean = averages.lengths.get(field, 1.0) or 1.0
    scale = weight * averages.idf("body" if field == "title" else field, term) * (K1 + 1)
    for place, count in zip(ids, counts, strict=True):
        norm = K1 * (1 - B + B * (lengths[place] if lengths else mean) / mean)
        into[place] = into.get(place, 0.0) + scale * count / (count + norm)


def _phrase_scores(segment: Segment, phrase: Phrase, averages: Averages) -> Scores:
    """Of one way to say a concept. A phrase of several words must stand together."""
    found: Scores = {}
    if len(phrase) == 1:
        for field, weight in FIELDS.items():
            _field_scores(segment, field, phrase[0], weight, averages, found)
        return found
    together = [set(segment.postings("pairs", pair)[0]) for pair in pairs(list(phrase))]
    both = set.intersection(*together) if together else set()
    for part in phrase:
        for field, weight in FIELDS.items():
            _field_scores(segment, field, part, weight / len(phrase) * 1.5, averages, found)
    return {place: score for place, score in found.items() if place in both}


def _concept_scores(segment: Segment, concept: Concept, averages: Averages) -> Scores:
    """The best of its variants; words typed one by one count even when they do not stand together."""
    best: Scores = {}
    for phrase, weight in concept.variants:
        for place, score in _phrase_scores(segment, phrase, averages).items():
            if score * weight > best.get(place, 0.0):
                best[place] = score * weight
    if len(concept.typed) > 1:
        apart: Scores = {}
        for word in concept.typed:
            for field, weight in FIELDS.items():
                _field_scores(segment, field, word.stem, weight / len(concept.typed), averages, apart)
        for place, score in apart.items():
            best[place] = max(best.get(place, 0.0), score * 0.8)
    if concept.theme:
        for place in segment.postings("themes", concept.theme)[0]:
            best[place] = best.get(place, 0.0) + THEME
    return best


def score(segment: Segment, question: Question, averages: Averages, *, need: float) -> Scores:
    """Scores of the passages that have at least the share `need` of the concepts."""
    total: Scores = defaultdict(float)
    share: dict[int, float] = defaultdict(float)
    weights = [_importance(concept, averages) for concept in question.concepts]
    whole = sum(weights) or 1.0
    for concept, importance in zip(question.concepts, weights, strict=True):
        for place, points in _concept_scores(segment, concept, averages).items():
            total[place] += points
            if points > THEME:
                share[place] += importance / whole
    for concept in question.concepts:
        for word in concept.typed:
            _add(total, segment, "exact", word.exact, EXACT * averages.idf("exact", word.exact))
    for pair in question.pairs:
        _add(total, segment, "pairs", pair, NEIGHBOURS * averages.idf("pairs", pair) ** 0.5)
    return {place: points * share[place] ** COVERAGE for place, points in total.items() if share.get(place, 0) >= need}


def _add(total: Scores, segment: Segment, field: str, term: str, weight: float) -> None:
    for place in segment.postings(field, term)[0]:
        if place in total:
            total[place] += weight


def _importance(concept: Concept, averages: Averages) -> float:
    """A rare word missing is worse than a common one missing."""
    return max((averages.idf("body", part) for part in concept.variants[0][0]), default=0.0) + 0.5
