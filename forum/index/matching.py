"""Which items answer: rights and filters as masks, the best passage of each item, counts by facet. Arrays only:
of some hundred thousand passages, those that a page shows become objects."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from forum.index.engine import Query
from forum.index.exactly import items_with, places_with
from forum.index.facts import Floats, Ints, Mask
from forum.index.questions import Question
from forum.index.scoring import Averages, score
from forum.index.segments import Segment

NEED = 0.45  # share of what is asked (rare words weigh more) that a passage must have
LOOSE = 0.1  # when few passages have that much, or when the question is a whole title
FEW, TAIL = 10, 20
Segments = list[tuple[Segment, Any]]


@dataclass(slots=True)
class Matches:
    """Passages in the order of segments and of places there. `bounds`: where each segment begins."""

    segments: list[Segment]
    bounds: list[int]
    place: Ints
    item: Ints
    value: Floats
    share: Floats

    def __len__(self) -> int:
        return len(self.place)

    def parts(self, rows: Ints | None = None) -> list[tuple[Segment, Ints]]:
        """The places of these rows (all; or some, in order) segment by segment."""
        bounds = self.bounds if rows is None else np.searchsorted(rows, self.bounds).tolist()
        places = self.place if rows is None else self.place[rows]
        return [
            (segment, places[start:end])
            for segment, start, end in zip(self.segments, bounds, bounds[1:], strict=False)
            if end > start
        ]

    def at(self, row: int) -> tuple[Segment, int]:
        """The segment and the place of one row."""
        which = int(np.searchsorted(self.bounds, row, side="right")) - 1
        return self.segments[which], int(self.place[row])

    def only(self, rows: Ints) -> "Matches":
        """These rows, which are in order."""
        bounds = np.searchsorted(rows, self.bounds).tolist()
        return Matches(self.segments, bounds, self.place[rows], self.item[rows], self.value[rows], self.share[rows])

    def fact(self, name: str) -> Ints:
        """`date` or `deadline` of each row."""
        found = [getattr(segment.facts, name)[places] for segment, places in self.parts()]
        return np.concatenate(found) if found else np.empty(0, np.int64)


def matches(query: Query, question: Question, segments: Segments, averages: Averages) -> Matches:
    """The best passage of each item that may be read and has what is asked; filters are not yet applied."""
    banned = items_with(segments, query.without) if query.without else None
    found = [_of_segment(query, question, segment, gone, averages, banned) for segment, gone in segments]
    bounds = np.cumsum([0, *(len(part[0]) for part in found)]).tolist()
    empty: tuple[Any, ...] = (np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0), np.empty(0))
    columns = [np.concatenate(column) for column in zip(empty, *found, strict=True)]
    everything = Matches([segment for segment, _gone in segments], bounds, *columns)
    return _best_of_items(everything.only(_enough(everything, query)))


def _of_segment(
    query: Query, question: Question, segment: Segment, gone: Any, averages: Averages, banned: Ints | None
) -> tuple[Ints, Ints, Floats, Floats]:
    """(places, items, values, shares) of what may be read and has a little of what is asked."""
    facts = segment.facts
    if question.concepts:
        points, shares = score(segment, question, averages)
    else:
        points = shares = np.ones(len(facts))
    kept = (shares >= LOOSE) & segment.left(gone).mask
    if (readable := segment.readable(query.audiences)) is not None:
        kept &= readable
    if query.since or query.until:
        kept &= facts.within(query.since, query.until)
    for phrase in query.phrases:
        there: Mask = np.zeros(len(facts), np.bool_)
        there[places_with(segment, phrase)] = True
        kept &= there
    places = np.flatnonzero(kept)
    if query.item_ids is not None:
        among = np.fromiter(query.item_ids, np.int64, len(query.item_ids))
        places = places[np.isin(facts.item[places], among)]
    if banned is not None:
        places = places[~np.isin(facts.item[places], banned)]
    values = points[places] * (1 + 0.12 * facts.quality(places))
    if query.near:
        values[facts.columns["territory"].having(query.near)[places]] *= 1.08
    return places, facts.item[places], values, shares[places]


def _enough(found: Matches, query: Query) -> Ints:
    """Rows that have most of what is asked."""
    enough = found.share >= (LOOSE if query.loose else NEED)
    if np.count_nonzero(enough) < FEW and not query.loose:
        # Little has most of what is asked: the best of what has some of it comes after, no long tail.
        others = np.flatnonzero(~enough)
        enough[others[np.argsort(-found.value[others], kind="stable")[:TAIL]]] = True
    return np.flatnonzero(enough)


def _best_of_items(found: Matches) -> Matches:
    """One row for each item: its best passage, the first of equals."""
    order = np.argsort(found.item, kind="stable")  # nearly in order already: quick
    items = found.item[order]
    begins = np.flatnonzero(np.diff(items, prepend=items[:1] - 1))
    if len(begins) == len(items):
        return found
    values = found.value[order]
    best = np.maximum.reduceat(values, begins)
    group = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(items)))
    tops = np.flatnonzero(values == best[group])
    first = tops[np.flatnonzero(np.diff(group[tops], prepend=-1))]
    return found.only(np.sort(order[first]))


def failed(found: Matches, wanted: dict[str, frozenset[str]]) -> dict[str, Mask]:
    """By filter, the rows that do not pass it."""
    result = {}
    for name, among in wanted.items():
        parts = [~segment.facts.columns[name].having(among)[places] for segment, places in found.parts()]
        result[name] = np.concatenate(parts) if parts else np.empty(0, np.bool_)
    return result


def counts(name: str, found: Matches, fails: dict[str, Mask]) -> list[tuple[str, int]]:
    """Items by word of one dimension: those that pass every other filter."""
    others = [mask for filtered, mask in fails.items() if filtered != name]
    rows = np.flatnonzero(~np.logical_or.reduce(others)) if others else None
    totals: Counter[str] = Counter()
    for segment, places in found.parts(rows):
        for word, n in segment.facts.columns[name].counted(places):
            totals[word] += n
    return sorted(((word, n) for word, n in totals.items() if word and n), key=lambda each: (-each[1], each[0]))


def first_rows(keys: list[Any], rows: Ints, most: int) -> Ints:
    """The first `most` of these rows by the first key, then by the next ones. Only what may be among them is sorted."""
    main = keys[0][rows]
    if len(rows) > most > 0:
        near = main <= np.partition(main, most - 1)[most - 1]
        rows = rows[near]
    return rows[np.lexsort([key[rows] for key in reversed(keys)])][:most]
