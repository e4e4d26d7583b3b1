"""Facts of the passages of a segment, as arrays: filters, counts and orders touch all of them at once."""

import json
from array import array
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Words = tuple[str, ...]
MEASURED = ("title", "body", "keywords")  # fields whose length counts
DIMENSIONS = {
    "kind": ("k", "f"),
    "space": ("s",),
    "state": ("st",),
    "author": ("au",),
    "theme": ("th",),
    "territory": ("te",),
}


class Column:
    """Words of each passage in one dimension. Few different sets of words for many passages: each has the number of its set."""

    def __init__(self, rows: Iterable[Words]) -> None:
        numbers: dict[Words, int] = {}
        codes = array("i", (numbers.setdefault(row, len(numbers)) for row in rows))
        self.codes: Ints = np.array(codes, dtype=np.min_scalar_type(len(numbers)))  # one byte, or two
        self.sets = list(numbers)
        known: dict[str, int] = {}
        pairs = [(code, known.setdefault(word, len(known))) for code, row in enumerate(self.sets) for word in row]
        self._set: Ints = np.array([code for code, _word in pairs], np.int32)  # which set has…
        self._word: Ints = np.array([word for _code, word in pairs], np.int32)  # …which word
        self.words = list(known)

    def __getitem__(self, place: int) -> Words:
        return self.sets[self.codes[place]]

    def having(self, wanted: Collection[str]) -> Mask:
        """Passages that have one of these words."""
        among = frozenset(wanted)
        good = np.fromiter((not among.isdisjoint(words) for words in self.sets), np.bool_, len(self.sets))
        return good[self.codes]

    def counted(self, places: Ints) -> Iterator[tuple[str, int]]:
        """Each word of these passages, and how many have it."""
        sets = np.bincount(self.codes[places], minlength=len(self.sets))
        counts = np.bincount(self._word, weights=sets[self._set], minlength=len(self.words))
        return zip(self.words, counts.astype(np.int64).tolist(), strict=True)


class Facts:
    """Of every passage of a segment, by its number there."""

    def __init__(self, lines: Iterable[bytes | str]) -> None:
        numbers = {name: array("q") for name in ("i", "p", "a", "d", "dl", "q", *MEASURED)}
        words: dict[str, list[Words]] = {name: [] for name in DIMENSIONS}
        known: dict[Words, Words] = {}
        for line in lines:
            row = json.loads(line or "{}")
            for name, missing in (("i", 0), ("p", 0), ("a", -1), ("d", 0), ("dl", 0)):
                numbers[name].append(row.get(name, missing))
            numbers["q"].append(round(100 * row.get("q", 0.0)))
            lengths = row.get("l", {})
            for name in MEASURED:
                numbers[name].append(lengths.get(name, 0))
            for name in DIMENSIONS:
                found = _words(name, row)
                words[name].append(known.setdefault(found, found))

        self.item: Ints = np.array(numbers["i"], dtype=np.int64)
        self.date: Ints = np.array(numbers["d"], dtype=np.int64)
        self.deadline: Ints = np.array(numbers["dl"], dtype=np.int64)
        self.part: Ints = np.array(numbers["p"], dtype=np.int32)
        self.audience: Ints = np.array(numbers["a"], dtype=np.int32)
        self.hundredths: Ints = np.array(numbers["q"], dtype=np.int16)  # of quality: exact, in two bytes
        self.lengths: dict[str, Ints] = {name: np.array(numbers[name], dtype=np.int32) for name in MEASURED}
        self.columns = {name: Column(rows) for name, rows in words.items()}

    def __len__(self) -> int:
        return len(self.item)

    def quality(self, places: Ints) -> Floats:
        """Between 0 and 1."""
        return self.hundredths[places] / 100.0

    def within(self, since: int, until: int) -> Mask:
        """By the deadline of what has one, else by its last activity."""
        at = np.where(self.deadline != 0, self.deadline, self.date)
        return (at >= since) & (at < until) if until else at >= since


def _words(dimension: str, row: dict[str, Any]) -> Words:
    if dimension in ("theme", "territory"):
        return tuple(row.get(DIMENSIONS[dimension][0], ()))
    if dimension == "kind":
        return tuple(word for word in (row.get("k", ""), row.get("f", "")) if word)
    if dimension == "space":
        return tuple(row.get("s", "").split())
    return (row.get(DIMENSIONS[dimension][0], ""),)
