"""What is kept in memory of each segment of the index: facts of its passages, postings that were asked for.

Segments never change but for deletions; a commit adds small ones. Everything is kept by segment, so that
a new message costs readers nothing for the passages that were there before.
"""

import json
from collections import OrderedDict
from typing import Any

Postings = tuple[list[int], list[float]]
KEPT_POSTINGS = 400
KEPT_AUDIENCES = 16
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
        self.space = [intern.setdefault(row.get("s", ""), tuple(row.get("s", "").split())) for row in rows]
        self.state = [intern.setdefault(row.get("st", ""), (row.get("st", ""),)) for row in rows]
        self.theme = [shared(row.get("th", [])) for row in rows]
        self.territory = [shared(row.get("te", [])) for row in rows]
        self.date = [row.get("d", 0) for row in rows]
        self.deadline = [row.get("dl", 0) for row in rows]
        self.quality = [row.get("q", 0.0) for row in rows]
        self.lengths = {name: [row.get("l", {}).get(name, 0) for row in rows] for name in ("title", "body", "keywords")}
        self.sums = {name: sum(lengths) for name, lengths in self.lengths.items()}


class Segment:
    """One segment with what readers ask of it. `reader` is the present one: an old one is closed."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.facts = Facts(reader)
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._readable: OrderedDict[frozenset[int], set[int]] = OrderedDict()

    def postings(self, field: str, term: str) -> Postings:
        """(passages, how often) of a term; read by blocks, kept for the next question."""
        key = (field, term)
        if found := self._postings.get(key):
            self._postings.move_to_end(key)
            return found
        found = self._postings[key] = self._read(field, term)
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
        if hasattr(matcher, "_read_weights"):  # long lists lie in blocks: a hundred at a time
            while matcher.is_active():
                matcher._read_ids()
                matcher._read_weights()
                ids.extend(matcher._ids)
                weights.extend(matcher._weights)
                matcher._next_block()
            return ids, weights
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
        return ids, weights

    def readable(self, audiences: frozenset[int] | None) -> set[int] | None:
        """Passages that these audiences may read, made once for each set of audiences; None: all."""
        if audiences is None:
            return None
        if found := self._readable.get(audiences):
            self._readable.move_to_end(audiences)
            return found
        found = {place for place, audience in enumerate(self.facts.audience) if audience in audiences}
        self._readable[audiences] = found
        if len(self._readable) > KEPT_AUDIENCES:
            self._readable.popitem(last=False)
        return found

    def shown(self, place: int) -> dict[str, Any]:
        """What results show of a passage."""
        shown: dict[str, Any] = self.reader.stored_fields(place)["shown"]
        return shown
