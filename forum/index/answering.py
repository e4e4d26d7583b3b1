"""One question answered: rights and filters by passage, scores, results collapsed by item, facets, the best passage."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from forum.index.analysis import fold
from forum.index.engine import FACETS, Found, Hit, Query
from forum.index.exactly import items_with, places_with
from forum.index.excerpts import best_window, marked
from forum.index.questions import Question
from forum.index.scoring import COVERAGE, Averages, score
from forum.index.second_look import asked_of, points_of
from forum.index.segments import Facts, Segment

NEED = 0.45  # share of what is asked (rare words weigh more) that a passage must have
LOOSE = 0.1  # when few passages have that much, or when the question is a whole title
FEW, TAIL = 10, 20
LOOKED_AT_TWICE = 60


@dataclass(slots=True)
class Row:
    """The best passage of an item."""

    value: float
    share: float
    segment: Segment
    place: int

    @property
    def facts(self) -> Facts:
        """Of its segment."""
        return self.segment.facts


Rows = dict[int, Row]


def _wanted(query: Query) -> dict[str, frozenset[str]]:
    """Filters that are set, by the dimension that they filter."""
    given = {
        "kind": query.kinds, "territory": query.territory, "theme": query.themes,
        "space": (query.space,) if query.space else (), "state": query.states, "author": query.authors,
    }  # fmt: skip
    return {name: frozenset(words) for name, words in given.items() if words}


def _matches(query: Query, question: Question, segments: list[tuple[Segment, Any]], averages: Averages) -> Rows:
    """The best passage of each item that may be read and has what is asked; filters are not yet applied."""
    found: list[tuple[int, Row]] = []
    near = frozenset(query.near)
    banned = items_with(segments, query.without) if query.without else frozenset()
    for segment, gone in segments:
        facts = segment.facts
        if question.concepts:
            points, shares = score(segment, question, averages)
        else:
            points = shares = dict.fromkeys(range(len(facts.item)), 1.0)
        for phrase in query.phrases:
            there = places_with(segment, phrase)
            points = {place: value for place, value in points.items() if place in there}
        if query.since or query.until:
            points = {place: value for place, value in points.items() if _in_time(query, facts, place)}
        readable = segment.readable(query.audiences)
        for place in points.keys() & readable if readable is not None else points:
            if (
                shares[place] < LOOSE
                or place in gone
                or (query.item_ids is not None and facts.item[place] not in query.item_ids)
                or facts.item[place] in banned
            ):
                continue
            value = points[place] * (1 + 0.12 * facts.quality[place])
            if near and not near.isdisjoint(facts.territory[place]):
                value *= 1.08
            found.append((facts.item[place], Row(value, shares[place], segment, place)))
    need = LOOSE if query.loose else NEED
    kept = [(item, row) for item, row in found if row.share >= need]
    if len(kept) < FEW and not query.loose:
        # Little has most of what is asked: the best of what has some of it comes after, no long tail.
        others = [each for each in found if each[1].share < need]
        kept += sorted(others, key=lambda each: -each[1].value)[:TAIL]
    best: Rows = {}
    for item, row in kept:
        if item not in best or row.value > best[item].value:
            best[item] = row
    return best


def _in_time(query: Query, facts: Facts, place: int) -> bool:
    """By its deadline when it has one, else by its last activity."""
    at = facts.deadline[place] or facts.date[place]
    return at >= query.since and (not query.until or at < query.until)


def answer(query: Query, question: Question, segments: list[tuple[Segment, Any]], averages: Averages) -> Found:
    """The answer to a question."""
    rows = _matches(query, question, segments, averages)
    wanted = _wanted(query)
    failed = {item: _failed(row, wanted) for item, row in rows.items()} if wanted else {}
    passing = {item: row for item, row in rows.items() if not failed.get(item)} if wanted else rows
    if query.sort == "relevance" and question.concepts:
        _look_again(passing, question)
    ordered = _sorted(query, passing)
    shown = ordered[query.offset : query.offset + query.limit]
    _fetch([passing[item] for item in shown])
    found = Found(total=len(passing), hits=[_hit(item, passing[item], question, query) for item in shown])
    if query.facets:
        found.facets = {name: _counts(name, rows, failed) for name in FACETS}
    found.suggestion = _suggestion(query.words, question)
    return found


def _fetch(rows: list[Row]) -> None:
    """What these rows show, segment by segment."""
    places: dict[int, tuple[Segment, list[int]]] = {}
    for row in rows:
        places.setdefault(id(row.segment), (row.segment, []))[1].append(row.place)
    for segment, wanted in places.values():
        segment.fetch(wanted)


def _failed(row: Row, wanted: dict[str, frozenset[str]]) -> list[str]:
    """The filters that this passage does not pass."""
    facts, place = row.facts, row.place
    return [name for name, among in wanted.items() if among.isdisjoint(getattr(facts, name)[place])]


def _counts(name: str, rows: Rows, failed: dict[int, list[str]]) -> list[tuple[str, int]]:
    """Items by word of one dimension: those that pass every other filter."""
    only = [name]
    kept = ((item, row) for item, row in rows.items() if not failed or not failed[item] or failed[item] == only)
    columns = {id(row.segment): getattr(row.segment.facts, name) for row in rows.values()}
    # Few different sets of words for many items: sets are counted, then their words.
    groups = Counter(columns[id(row.segment)][row.place] for _item, row in kept)
    counts: Counter[str] = Counter()
    for words, n in groups.items():
        for word in words:
            counts[word] += n
    return sorted(((word, n) for word, n in counts.items() if word), key=lambda each: (-each[1], each[0]))


def _look_again(rows: Rows, question: Question) -> None:
    """Exact words, neighbours, letters and phrases, for the best of the first look."""
    best = sorted(rows.values(), key=lambda row: (-row.value, -row.facts.item[row.place]))[:LOOKED_AT_TWICE]
    _fetch(best)
    passages = [row.segment.shown(row.place)["words"].split() for row in best]
    for row, points in zip(best, points_of(passages, asked_of(question.sequence)), strict=True):
        row.value += points * row.share**COVERAGE


def _sorted(query: Query, rows: Rows) -> list[int]:
    dates = {item: row.facts.date[row.place] for item, row in rows.items()}
    if query.sort == "deadline":
        due = {item: row.facts.deadline[row.place] or 2**62 for item, row in rows.items()}
        return sorted(rows, key=lambda item: (due[item], -rows[item].value, item))
    if query.sort == "date" or not query.words.strip():
        return sorted(rows, key=lambda item: (-dates[item], item))
    return sorted(rows, key=lambda item: (-rows[item].value, -dates[item], item))


def _hit(item: int, row: Row, question: Question, query: Query) -> Hit:
    shown = row.segment.shown(row.place)
    wanted = question.wanted
    number, excerpt, most = 1, "", -1
    for each, text in shown["texts"]:
        found, html = best_window(text, wanted)
        if found > most:
            number, excerpt, most = each, html, found
    title = marked(shown["title"], wanted)
    return Hit(
        item, row.facts.part[row.place], number, round(row.value, 3), shown["kind"], shown["external_id"],
        title, excerpt, _why(row, query, "<mark>" in title) if question.concepts else (),
    )  # fmt: skip


def _why(row: Row, query: Query, in_title: bool) -> tuple[str, ...]:
    """What made it come here, in words that the page turns into sentences."""
    facts, place = row.facts, row.place
    reasons = {
        "all" if row.share > 0.99 else "some": True,
        "title": in_title,
        "near": not set(query.near).isdisjoint(facts.territory[place]),
        "sure": facts.quality[place] >= 0.7,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _suggestion(typed: str, question: Question) -> str | None:
    """What was understood, when words were corrected."""
    if not question.corrections:
        return None
    words = [question.corrections.get(fold(word).strip("'.,;:!?"), word) for word in typed.split()]
    return " ".join(words)
