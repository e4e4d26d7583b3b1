"""One question answered: rights and filters by passage, scores, results collapsed by item, facets, the best passage."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from forum.index.analysis import fold
from forum.index.engine import FACETS, Found, Hit, Query
from forum.index.excerpts import best_window, marked
from forum.index.facts import Ints
from forum.index.lexicon import Lexicon
from forum.index.matching import Matches, counts, failed, first_rows, matches
from forum.index.questions import Question
from forum.index.rarity import Population
from forum.index.scoring import Averages
from forum.index.second_look import Seen, asked_of, points_of
from forum.index.segments import Segment

LOOKED_AT_TWICE = 60
MEANT = 1.3  # for kinds that the words name
# Power of the share of what is asked, for the points of the second look: of two words typed none may miss, of a whole
# sentence some may.
SURE, SHORT = 0.57, 6.0


@dataclass(slots=True)
class Row:
    """The best passage of an item, when it is shown."""

    item: int
    value: float
    share: float
    segment: Segment
    place: int

    def words(self, dimension: str) -> tuple[str, ...]:
        """Of its kind, its territory…"""
        return self.segment.facts.columns[dimension][self.place]


def _wanted(query: Query) -> dict[str, frozenset[str]]:
    """Filters that are set, by the dimension that they filter."""
    given = {
        "kind": query.kinds, "territory": query.territory, "theme": query.themes,
        "space": (query.space,) if query.space else (), "state": query.states, "author": query.authors,
    }  # fmt: skip
    return {name: frozenset(words) for name, words in given.items() if words}


def answer(query: Query, question: Question, segments: list[tuple[Segment, Any]], averages: Averages) -> Found:
    """The answer to a question."""
    found = matches(query, question, segments, averages)
    fails = failed(found, _wanted(query))
    passing = np.flatnonzero(~np.logical_or.reduce(list(fails.values()))) if fails else np.arange(len(found))
    if query.sort == "relevance" and question.concepts:
        _look_again(found, passing, question, averages)
        _prefer(found, query.meant(" ".join(question.sequence)))
    ordered = first_rows(_order(query, found), passing, query.offset + query.limit)
    shown = _rows(found, ordered[query.offset :])
    _fetch(shown)
    answered = Found(total=len(passing), hits=[_hit(row, question, query) for row in shown])
    if query.facets:
        answered.facets = {name: counts(name, found, fails) for name in FACETS}
    answered.suggestion = _suggestion(query.words, question)
    return answered


def _rows(found: Matches, rows: Ints) -> list[Row]:
    return [
        Row(int(found.item[row]), float(found.value[row]), float(found.share[row]), *found.at(row))
        for row in rows.tolist()
    ]


def _fetch(rows: list[Row]) -> None:
    """What these rows show, segment by segment."""
    places: dict[int, tuple[Segment, list[int]]] = {}
    for row in rows:
        places.setdefault(id(row.segment), (row.segment, []))[1].append(row.place)
    for segment, wanted in places.values():
        segment.fetch(wanted)


def _look_again(found: Matches, passing: Ints, question: Question, averages: Averages) -> None:
    """Exact words, neighbours, letters and phrases, for the best of the first look."""
    best = first_rows([-found.value, -found.item], passing, LOOKED_AT_TWICE)
    rows = _rows(found, best)
    _fetch(rows)
    passages = [_seen(row.segment.shown(row.place)) for row in rows]
    lexicon = Lexicon([segment.words for segment in found.segments])
    size = averages.lengths["title"] + averages.lengths["body"]
    among = Population(averages.passages, lambda stem: averages.frequency("body", stem), lexicon.letters, size)
    more = points_of(passages, asked_of(question.sequence, question.names), among)
    power = max(SURE, SHORT / len(question.sequence))
    found.value[best] += [points * row.share**power for row, points in zip(rows, more, strict=True)]


def _seen(shown: dict[str, Any]) -> Seen:
    return Seen(shown["words"].split(), tuple(shown["lead"]))


def _prefer(found: Matches, kinds: tuple[str, ...]) -> None:
    """Who asks for a grant, a training, a contact would rather have the sheet of one than talk about it."""
    if kinds and len(found):
        meant = [segment.facts.columns["kind"].having(kinds)[places] for segment, places in found.parts()]
        found.value[np.concatenate(meant)] *= MEANT


def _order(query: Query, found: Matches) -> list[Any]:
    """What comes first, as keys to sort by."""
    if query.sort == "deadline":
        due = found.fact("deadline")
        return [np.where(due == 0, 2**62, due), -found.value, found.item]
    if query.sort == "date" or not query.words.strip():
        return [-found.fact("date"), found.item]
    return [-found.value, -found.fact("date"), found.item]


def _hit(row: Row, question: Question, query: Query) -> Hit:
    shown = row.segment.shown(row.place)
    wanted = question.wanted
    number, excerpt, most = 1, "", -1
    for each, text in shown["texts"]:
        found, html = best_window(text, wanted)
        if found > most:
            number, excerpt, most = each, html, found
    title = marked(shown["title"], wanted)
    return Hit(
        row.item, int(row.segment.facts.part[row.place]), number, round(row.value, 3), shown["kind"], shown["external_id"],
        title, excerpt, _why(row, query, "<mark>" in title) if question.concepts else (),
    )  # fmt: skip


def _why(row: Row, query: Query, in_title: bool) -> tuple[str, ...]:
    """What made it come here, in words that the page turns into sentences."""
    reasons = {
        "all" if row.share > 0.99 else "some": True,
        "title": in_title,
        "near": not set(query.near).isdisjoint(row.words("territory")),
        "sure": int(row.segment.facts.hundredths[row.place]) >= 70,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _suggestion(typed: str, question: Question) -> str | None:
    """What was understood, when words were corrected."""
    if not question.corrections:
        return None
    words = [question.corrections.get(fold(word).strip("'.,;:!?"), word) for word in typed.split()]
    return " ".join(words)
