"""How much a passage answers a question, at first look: BM25 by field on stems, for every passage that has enough
of what is asked (`second_look` then looks again at the best of them). Weights were chosen on open French questions and on graded questions of
the field together.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forum.index.facts import Floats, Mask
from forum.index.questions import Concept, Question
from forum.index.segments import NONE, Segment
from forum.index.vocabulary import Phrase

K1, B = 1.2, 0.6
FIELDS = {"title": 2.2, "keywords": 0.8, "body": 1.0}
THEME = 0.25
LEAST = 0.25  # importance of a word that every passage has
COVERAGE = 0.8  # power of the share of concepts that a passage has


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


def _add(segment: Segment, field: str, term: str, weight: float, averages: Averages, into: Floats) -> None:
    ids, counts = segment.postings(field, term)
    if not len(ids):
        return
    lengths, mean = segment.facts.lengths[field], averages.lengths[field] or 1.0
    scale, fixed, slope = weight * averages.idf(term) * (K1 + 1), K1 * (1 - B), K1 * B / mean
    into[ids] += scale * counts / (counts + fixed + slope * lengths[ids])


def _phrase_scores(segment: Segment, phrase: Phrase, averages: Averages) -> Floats | None:
    """Of one way to say a concept; a phrase of several words needs them all. None: it is not in this segment."""
    if not all(_stands(segment, part) for part in phrase):
        return None
    found: Floats = np.zeros(len(segment.facts))
    weight = 1.0 if len(phrase) == 1 else 1.5 / len(phrase)
    for part in phrase:
        for field, of_field in FIELDS.items():
            _add(segment, field, part, of_field * weight, averages, found)
    if len(phrase) > 1:
        for part in phrase:
            found[~_places(segment, part)] = 0.0
    return found


def _stands(segment: Segment, term: str) -> bool:
    return any(len(segment.postings(field, term)[0]) for field in FIELDS)


def _places(segment: Segment, term: str) -> Mask:
    found: Mask = np.zeros(len(segment.facts), np.bool_)
    for field in FIELDS:
        found[segment.postings(field, term)[0]] = True
    return found


def _concept_scores(segment: Segment, concept: Concept, averages: Averages) -> tuple[Floats, Mask] | None:
    """The best of its variants; words typed one by one count even when they do not stand together.

    Also the passages that say it themselves: being filed under its theme helps, but does not answer. (A word that
    stands in every passage of a small forum earns next to no points, and is there all the same.)
    None: nothing in this segment.
    """
    best: Floats | None = None
    for phrase, weight in concept.variants:
        if (found := _phrase_scores(segment, phrase, averages)) is not None:
            found *= weight
            best = found if best is None else np.maximum(best, found, out=best)
    if len(concept.typed) > 1 and any(_stands(segment, word.stem) for word in concept.typed):
        apart: Floats = np.zeros(len(segment.facts))
        for word in concept.typed:
            for field, of_field in FIELDS.items():
                _add(segment, field, word.stem, of_field / len(concept.typed), averages, apart)
        apart *= 0.8
        best = apart if best is None else np.maximum(best, apart, out=best)
    filed = segment.postings("themes", concept.theme)[0] if concept.theme else NONE[0]
    if best is None:
        if not len(filed):
            return None
        best = np.zeros(len(segment.facts))
    said = best > 0.0  # a word that stands there always earns something
    best[filed] += THEME
    return best, said


def score(segment: Segment, question: Question, averages: Averages) -> tuple[Floats, Floats]:
    """(scores, shares): of each passage, its points and the share of what is asked that it has (0 to 1)."""
    total: Floats = np.zeros(len(segment.facts))
    share: Floats = np.zeros(len(segment.facts))
    weights = [_importance(concept, averages) for concept in question.concepts]
    whole = sum(weights) or 1.0
    for concept, importance in zip(question.concepts, weights, strict=True):
        if (of_concept := _concept_scores(segment, concept, averages)) is not None:
            found, said = of_concept
            total += found * concept.weight
            share[said] += importance / whole
    has = np.flatnonzero(share)
    points: Floats = np.zeros(len(segment.facts))
    points[has] = total[has] * share[has] ** COVERAGE
    return points, share


def _importance(concept: Concept, averages: Averages) -> float:
    """A rare word missing is worse than a common one missing."""
    rarest = max((averages.idf(part) for part in concept.variants[0][0]), default=0.0)
    return (rarest + LEAST) * concept.weight
