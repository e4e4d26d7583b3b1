"""The words of public passages, kept by segment: corrections and completions come from here only."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from forum.index.analysis import fold, stem
from forum.index.facts import Floats
from forum.index.letters import Letters

LOOKED_AT = 2000  # words that begin as what is typed


class Words:
    """Those of one segment: in how many passages each stands."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        self.sorted = sorted(self.counts)

    @cached_property
    def stems(self) -> frozenset[str]:
        """Made at the first question that has an unknown word."""
        return frozenset(stem(word) for word in self.sorted)

    @cached_property
    def letters(self) -> Letters:
        """Made at the first question."""
        return Letters(self.counts)


class Lexicon:
    """Those of all segments. A commit adds a small segment: what was known costs nothing again."""

    def __init__(self, parts: list[Words]) -> None:
        self.parts = parts

    def knows(self, word: str) -> bool:
        """Does a public passage have this word?"""
        return any(word in part.counts for part in self.parts)

    def has_stem(self, wanted: str) -> bool:
        """Does a public passage have a word of this stem?"""
        return any(wanted in part.stems for part in self.parts)

    def lists(self) -> list[list[str]]:
        """Every word, segment by segment; a word may come several times."""
        return [part.sorted for part in self.parts]

    def weight(self, word: str) -> int:
        """In how many public passages."""
        return sum(part.counts.get(word, 0) for part in self.parts)

    def letters(self, groups: Sequence[str]) -> Floats:
        """How often the words of public passages have each of these groups of letters."""
        return sum((part.letters.told(groups) for part in self.parts), np.zeros(len(groups)))

    def complete(self, prefix: str, limit: int = 6) -> list[str]:
        """Ends for the last word that is being typed."""
        before, _space, last = prefix.rpartition(" ")
        folded = fold(last).rpartition("'")[2]
        if len(folded) < 2:
            return []
        near: dict[str, int] = {}
        for part in self.parts:
            start = bisect_left(part.sorted, folded)
            for word in part.sorted[start : start + LOOKED_AT]:
                if not word.startswith(folded):
                    break
                near[word] = near.get(word, 0) + part.counts[word]
        kept: dict[str, str] = {}
        for word in sorted(near, key=lambda word: (-near[word], word)):
            kept.setdefault(stem(word), word)
        return [f"{before} {word}".strip() for word in list(kept.values())[:limit]]
