"""One question answered: rights and filters by passage, scores, results collapsed by item, facets, the best passage."""

from collections.abc import Callable, Iterator
from typing import Any

from forum.index.analysis import fold
from forum.index.engine import FACETS, Found, Hit, Query
from forum.index.excerpts import best_window, marked
from forum.index.questions import Question
from forum.index.scoring import Averages, score
from forum.index.segments import Facts, Segment

Test = Callable[[Facts, int], bool]
Segments = list[tuple[Segment, Any]]
NEED = 0.45  # share of what is asked (rare words weigh more) that a passage must have
LOOSE = 0.1  # when few passages have that much, or when the question is a whole title
FEW = 10


def _tests(query: Query) -> dict[str, Test]:
    """One test for each filter that is set, by the dimension that it filters."""
    tests: dict[str, Test] = {}
    for name, wanted in (
        ("kind", query.kinds), ("territory", query.territory), ("theme", query.themes),
        ("space", (query.space,) if query.space else ()), ("state", query.states),
    ):  # fmt: skip
        if wanted:
            among = frozenset(wanted)
            tests[name] = lambda facts, place, name=name, among=among: not among.isdisjoint(getattr(facts, name)[place])  # type: ignore[misc]
    return tests


def _readable(query: Query, segment: Segment, gone: Any) -> Test:
    audiences, items = query.audiences, query.item_ids

    def test(facts: Facts, place: int) -> bool:
        if place in gone or (audiences is not None and facts.audience[place] not in audiences):
            return False
        return items is None or facts.item[place] in items

    return test


def _scored(query: Query, question: Question, segments: Segments, averages: Averages, need: float) -> Iterator[Any]:
    """(segment, place, score) of everything that may be read and has what is asked, filters not yet applied."""
    for segment, gone in segments:
        test = _readable(query, segment, gone)
        facts = segment.facts
        if question.concepts:
            points = score(segment, question, averages, need=need)
        else:
            points = dict.fromkeys(range(len(facts.item)), 0.0)
        near = frozenset(query.near)
        for place, value in points.items():
            if test(facts, place):
                boost = 1 + 0.12 * facts.quality[place]
                if near and not near.isdisjoint(facts.territory[place]):
                    boost += 0.08
                yield segment, place, value * boost


def answer(query: Query, question: Question, segments: Segments, averages: Averages) -> Found:
    """The answer to a question."""
    tests = _tests(query)
    best: dict[int, tuple[float, Segment, int]] = {}
    counts: dict[str, dict[str, set[int]]] = {name: {} for name in FACETS}
    rows = list(_scored(query, question, segments, averages, LOOSE if query.loose else NEED))
    if len(rows) < FEW and question.concepts and not query.loose:
        rows = list(_scored(query, question, segments, averages, LOOSE))
    for segment, place, value in rows:
        facts = segment.facts
        failed = [name for name, test in tests.items() if not test(facts, place)]
        item = facts.item[place]
        if query.facets and len(failed) <= 1:
            for name in FACETS:
                if not failed or failed[0] == name:
                    for word in getattr(facts, name)[place]:
                        if word:
                            counts[name].setdefault(word, set()).add(item)
        if not failed and (item not in best or value > best[item][0]):
            best[item] = (value, segment, place)
    ordered = _sorted(query, best)
    wanted = ordered[query.offset : query.offset + query.limit]
    found = Found(total=len(best), hits=[_hit(item, *best[item], question) for item in wanted])
    if query.facets:
        found.facets = {
            name: sorted(((word, len(items)) for word, items in of.items()), key=lambda row: (-row[1], row[0]))
            for name, of in counts.items()
        }
    found.suggestion = _suggestion(query.words, question)
    return found


def _sorted(query: Query, best: dict[int, tuple[float, Segment, int]]) -> list[int]:
    def date(item: int) -> int:
        _value, segment, place = best[item]
        return int(segment.facts.date[place])

    def deadline(item: int) -> int:
        _value, segment, place = best[item]
        return int(segment.facts.deadline[place]) or 2**62

    if query.sort == "deadline":
        return sorted(best, key=lambda item: (deadline(item), -best[item][0], item))
    if query.sort == "date" or not query.words.strip():
        return sorted(best, key=lambda item: (-date(item), item))
    return sorted(best, key=lambda item: (-best[item][0], -date(item), item))


def _hit(item: int, value: float, segment: Segment, place: int, question: Question) -> Hit:
    shown = segment.reader.stored_fields(place)["shown"]
    stems = question.stems
    number, excerpt, most = 1, "", -1
    for each, text in shown["texts"]:
        found, html = best_window(text, stems)
        if found > most:
            number, excerpt, most = each, html, found
    return Hit(
        item, segment.facts.part[place], number, round(value, 3), shown["kind"], shown["external_id"],
        marked(shown["title"], stems), excerpt,
    )  # fmt: skip


def _suggestion(typed: str, question: Question) -> str | None:
    """What was understood, when words were corrected."""
    if not question.corrections:
        return None
    words = [question.corrections.get(fold(word).strip("'.,;:!?"), word) for word in typed.split()]
    return " ".join(words)
