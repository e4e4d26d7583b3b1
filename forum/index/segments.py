"""What is kept in memory of each segment of the index: facts of its passages, postings that were asked for.

Segments never change but for deletions; a commit adds small ones. Everything is kept by segment, so that
a new message costs readers nothing for the passages that were there before. Where a segment lies, on disk or in
tables, is the engine's affair: it says how to read.
"""

import json
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from forum.index.lexicon import Words

Postings = tuple[list[int], list[float]]
KEPT_POSTINGS = 400
KEPT_AUDIENCES = 16
NONE: Postings = ([], [])
FIELDS = ("title", "body", "keywords", "themes")


class Facts:
    """Of every passage of a segment, by its number there."""

    def __init__(self, lines: Iterable[bytes | str]) -> None:
        rows = [json.loads(line or "{}") for line in lines]
        intern: dict[str, tuple[str, ...]] = {}

        def shared(values: list[str]) -> tuple[str, ...]:
            return intern.setdefault("\0".join(values), tuple(values))

        self.item = [row.get("i", 0) for row in rows]
        self.part = [row.get("p", 0) for row in rows]
        self.audience = [row.get("a", -1) for row in rows]
        self.kind = [shared([word for word in (row.get("k", ""), row.get("f", "")) if word]) for row in rows]
        self.space = [intern.setdefault(row.get("s", ""), tuple(row.get("s", "").split())) for row in rows]
        self.state = [intern.setdefault(row.get("st", ""), (row.get("st", ""),)) for row in rows]
        self.author = [intern.setdefault(row.get("au", ""), (row.get("au", ""),)) for row in rows]
        self.theme = [shared(row.get("th", [])) for row in rows]
        self.territory = [shared(row.get("te", [])) for row in rows]
        self.date = [row.get("d", 0) for row in rows]
        self.deadline = [row.get("dl", 0) for row in rows]
        self.quality = [row.get("q", 0.0) for row in rows]
        self.lengths = {name: [row.get("l", {}).get(name, 0) for row in rows] for name in ("title", "body", "keywords")}
        self.sums = {name: sum(lengths) for name, lengths in self.lengths.items()}


class Segment(ABC):
    """One segment with what readers ask of it."""

    def __init__(self) -> None:
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._readable: OrderedDict[frozenset[int], set[int]] = OrderedDict()

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
        """For the next question."""
        self._postings[(field, term)] = found
        if len(self._postings) > KEPT_POSTINGS:
            self._postings.popitem(last=False)

    def has(self, field: str, term: str) -> bool:
        """Already in memory?"""
        return (field, term) in self._postings

    def readable(self, audiences: frozenset[int] | None) -> set[int] | None:
        """Passages that these audiences may read, made once for each set of audiences; None: all."""
        if audiences is None:
            return None
        if (found := self._readable.get(audiences)) is not None:
            self._readable.move_to_end(audiences)
            return found
        found = {place for place, audience in enumerate(self.facts.audience) if audience in audiences}
        self._readable[audiences] = found
        if len(self._readable) > KEPT_AUDIENCES:
            self._readable.popitem(last=False)
        return found
