"""What every engine made of segments does the same way: reading. Subclasses keep, bring up to date, and write."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from forum.index.answering import answer
from forum.index.engine import Found, Hit, Query
from forum.index.facts import MEASURED
from forum.index.lexicon import Lexicon
from forum.index.questions import Question, understand
from forum.index.scoring import Averages
from forum.index.segments import Segment
from forum.index.vocabulary import Vocabulary

Segments = list[tuple[Segment, Any]]  # each with the places that are gone


class SegmentedEngine(ABC):
    """See `engine.Engine`."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.was_damaged = False
        self.guard = threading.RLock()

    @abstractmethod
    def fresh_segments(self) -> Segments:
        """Segments as they are now, each with its deleted passages. The caller holds the guard."""

    @contextmanager
    def looking(self) -> Iterator[Segments]:
        """The segments as they are now, the same ones until the end of the block."""
        with self.guard:
            yield self.fresh_segments()

    def prefetch(self, segments: Segments, question: Question) -> None:  # noqa: B027
        """An engine that is cheaper when asked for all postings of a question at once reads them here."""

    def search(self, query: Query) -> Found:
        """Answer a question."""
        with self.looking() as segments:
            question = Question()
            if query.words.strip():
                question = understand(query.words, _lexicon(segments), self.vocabulary)
                self.prefetch(segments, question)
            return answer(query, question, segments, averages_of(segments))

    def similar(self, title: str, audiences: frozenset[int] | None, limit: int = 5) -> list[Hit]:
        """What speaks of the same thing."""
        return self.search(Query(words=title, audiences=audiences, limit=limit, facets=False, loose=True)).hits

    def complete(self, prefix: str, limit: int = 6) -> list[str]:
        """Ends for the last word that is being typed."""
        with self.looking() as segments:
            return _lexicon(segments).complete(prefix, limit)

    def count(self) -> int:
        """How many passages."""
        with self.looking() as segments:
            return sum(len(segment.facts) - len(gone) for segment, gone in segments)

    def item_ids(self) -> set[int]:
        """Every item that is indexed."""
        return set(self.dates())

    def dates(self) -> dict[int, int]:
        """When each indexed item was last active, in seconds: what `forum index check` compares."""
        with self.looking() as segments:
            found: dict[int, int] = {}
            for segment, gone in segments:
                first = segment.left(gone).mask & (segment.facts.part == 0)
                dates = segment.facts.date[first].tolist()
                found.update(zip(segment.facts.item[first].tolist(), dates, strict=True))
            return found


def _lexicon(segments: Segments) -> Lexicon:
    return Lexicon([segment.words for segment, _gone in segments])


def averages_of(segments: Segments) -> Averages:
    """Of the whole index. What is gone but lies there still does not count, so that the order of results depends
    on what is there and not on how it came."""
    left = [(segment, segment.left(gone)) for segment, gone in segments]
    passages = sum(each.passages for _segment, each in left) or 1
    lengths = {name: sum(each.sums[name] for _segment, each in left) / passages for name in MEASURED}

    @cache
    def frequency(field: str, term: str) -> int:
        return sum(each.count(segment.postings(field, term)[0]) for segment, each in left)

    return Averages(passages, lengths, frequency)
