"""What is kept in memory of each segment of the index: facts of its passages, postings that were asked for.

Segments never change but for deletions; a commit adds small ones. Everything is kept by segment, so that
a new message costs readers nothing for the passages that were there before.
"""

import json
from collections import OrderedDict
from typing import Any

Postings = tuple[list[int], list[float]]
KEPT_POSTINGS = 400
NONE: Postings = ([], [])


class Facts:
    """Of every passage of a segment, by its number there."""

    def __init__(self, reader: Any) -> None:
        column = reader.column_reader("facts", translate=False)
        rows = [json.loads(column[place] or b"{}") for place in range(reader.doc_count_all())]
        intern: dict[str, tuple[str, ...]] = {}

        def shared(values: list[str]) -> tuple[str, ...]:
            return intern.setdefault("\0".join(values), tuple(values))

        self.item = [row.get("i", 0) for row in rows]
        self.part = [row.get("p", 0) for row in rows]
        self.audience = [row.get("a", -1) for row in rows]
        self.kind = [intern.setdefault(row.get("k", ""), (row.get("k", ""),)) for row in rows]
        self.space = [intern.setdefault(row.get("s", ""), (row.get("s", ""),)) for row in rows]
        self.state = [intern.setdefault(row.get("st", ""), (row.get("st", ""),)) for row in rows]
        self.theme = [shared(row.get("th", [])) for row in rows]
        self.territory = [shared(row.get("te", [])) for row in rows]
        self.date = [row.get("d", 0) for row in rows]
        self.deadline = [row.get("dl", 0) for row in rows]
        self.quality = [row.get("q", 0.0) for row in rows]
        self.lengths = {name: [row.get("l", {}).get(name, 0) for row in rows] for name in ("title", "body", "keywords")}


class Segment:
    """One segment with what readers ask of it."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.facts = Facts(reader)
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()

    def postings(self, field: str, term: str) -> Postings:
        """(passages, how often) of a term; read by blocks, kept for the next question."""
        key = (field, term)
        if found := self._postings.get(key):
            self._postings.move_to_end(key)
            return found
        found = self._read(field, term)
        self._postings[key] = found
        if len(self._postings) > KEPT_POSTINGS:
            self._postings.popitem(last=False)
        return found

    def _read(self, field: str, term: str) -> Postings:
        encoded = term.encode()
        if (field, encoded) not in self.reader:
            return NONE
        matcher = self.reader.postings(field, encoded)
        ids: list[int] = []
        weights: list[float] = []
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        return ids, weights
