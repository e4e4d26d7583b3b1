"""What is kept in memory of each segment of the index: facts of its passages, postings that were asked for.

Segments never change but for deletions; a commit adds small ones. Everything is kept by segment, so that
a new message costs readers nothing for the passages that were there before. Where a segment lies, on disk or in
tables, is the engine's affair: it says how to read.
"""

from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

import numpy as np

from forum.index.facts import MEASURED, Facts, Ints, Mask
from forum.index.lexicon import Words

Postings = tuple[Ints, Ints]  # which passages, in order; how often in each
KEPT, KEPT_EACH = 100_000, 100  # bytes of postings kept for the next questions: at least, and for each passage
ENTRY = 400  # bytes that an entry takes besides its lists
KEPT_AUDIENCES = 16
NONE: Postings = (np.empty(0, np.int32), np.empty(0, np.uint16))
FIELDS = ("title", "body", "keywords", "themes")


class Segment(ABC):
    """One segment with what readers ask of it."""

    def __init__(self) -> None:
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._bytes = 0
        self._readable: OrderedDict[frozenset[int], Mask] = OrderedDict()
        self._left: Left | None = None

    @cached_property
    @abstractmethod
    def facts(self) -> Facts:
        """Of its passages, read once."""

    @cached_property
    @abstractmethod
    def words(self) -> Words:
        """Those of its public passages, read once."""

    @abstractmethod
    def read(self, field: str, term: str) -> Postings:
        """(passages, how often) of a term, from where it lies."""

    @abstractmethod
    def shown(self, place: int) -> dict[str, Any]:
        """What results show of a passage."""

    def fetch(self, places: Iterable[int]) -> None:  # noqa: B027
        """These passages will be shown: an engine for which that is cheaper reads them at once."""

    def postings(self, field: str, term: str) -> Postings:
        """(passages, how often) of a term; kept for the next question."""
        key = (field, term)
        if found := self._postings.get(key):
            self._postings.move_to_end(key)
            return found
        found = self.read(field, term)
        self.keep(field, term, found)
        return found

    def keep(self, field: str, term: str, found: Postings) -> None:
        """For the next question; what was not asked for longest leaves."""
        self._postings[(field, term)] = found
        self._bytes += _bytes_of(found)
        while self._bytes > KEPT + KEPT_EACH * len(self.facts) and len(self._postings) > 1:
            _key, old = self._postings.popitem(last=False)
            self._bytes -= _bytes_of(old)

    def has(self, field: str, term: str) -> bool:
        """Already in memory?"""
        return (field, term) in self._postings

    def readable(self, audiences: frozenset[int] | None) -> Mask | None:
        """Passages that these audiences may read, made once for each set of audiences; None: all."""
        if audiences is None:
            return None
        if (found := self._readable.get(audiences)) is not None:
            self._readable.move_to_end(audiences)
            return found
        found = np.isin(self.facts.audience, np.fromiter(audiences, np.int64, len(audiences)))
        self._readable[audiences] = found
        if len(self._readable) > KEPT_AUDIENCES:
            self._readable.popitem(last=False)
        return found

    def left(self, gone: Collection[int]) -> "Left":
        """What is not gone, made once for each set of those that are."""
        if self._left is None or self._left.gone is not gone:
            self._left = Left(self.facts, gone)
        return self._left


def _bytes_of(found: Postings) -> int:
    return ENTRY + int(found[0].nbytes + found[1].nbytes)


class Left:
    """Passages of a segment that are not gone, and what they sum up to."""

    def __init__(self, facts: Facts, gone: Collection[int]) -> None:
        self.gone = gone
        self.mask: Mask = np.ones(len(facts), np.bool_)
        self.mask[np.fromiter(gone, np.int64, len(gone))] = False
        self.passages = len(facts) - len(gone)
        self.sums = {name: int(facts.lengths[name][self.mask].sum()) for name in MEASURED}

    def count(self, places: Ints) -> int:
        """How many of these are left."""
        return int(np.count_nonzero(self.mask[places])) if self.gone else len(places)
