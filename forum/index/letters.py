"""Groups of letters of words: what a misspelt word, or another form of a word, still shares with it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from forum.index.facts import Floats, Ints

SIZES = (3, 4)
ALPHABET = "_abcdefghijklmnopqrstuvwxyz0123456789"
BASE = len(ALPHABET)
_DIGITS = np.zeros(128, np.int64)
_DIGITS[[ord(each) for each in ALPHABET]] = range(BASE)


@lru_cache(maxsize=50_000)
def letters_of(word: str) -> tuple[str, ...]:
    """Its groups of three and of four letters, the ends of the word marked."""
    marked = f"_{word}_"
    return tuple(marked[at : at + size] for size in SIZES for at in range(max(1, len(marked) - size + 1)))


class Letters:
    """How often the words of a lexicon have each group: arrays, for there may be a hundred thousand words."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        plain = [word for word in counts if word.isascii()]
        text = np.frombuffer(f"_{'_'.join(plain)}_".encode(), np.uint8) if plain else np.empty(0, np.uint8)
        times = np.repeat(np.array([counts[word] for word in plain], np.int64), [len(word) + 1 for word in plain])
        codes, weights = [], []
        for size in SIZES:
            found, windows = _codes(text, size)
            inside = ~(windows[:, 1:-1] == ord("_")).any(axis=1)  # of one word: an end of it only at an end
            codes.append(found[inside])
            weights.append(times[: len(found)][inside])
        self.codes, place = np.unique(np.concatenate(codes), return_inverse=True)
        self.counts: Ints = np.bincount(place, weights=np.concatenate(weights)).astype(np.int32)
        self.codes = self.codes.astype(np.int32)

    def told(self, groups: Sequence[str]) -> Floats:
        """How often the words have each of these groups."""
        wanted = np.array([_code(group) for group in groups], np.int32)
        if not len(self.codes):
            return np.zeros(len(wanted))
        places = np.minimum(np.searchsorted(self.codes, wanted), len(self.codes) - 1)
        return np.where(self.codes[places] == wanted, self.counts[places], 0).astype(float)


def _codes(text: Ints, size: int) -> tuple[Ints, Ints]:
    if len(text) < size:
        return np.empty(0, np.int64), np.empty((0, size), np.uint8)
    windows = np.lib.stride_tricks.sliding_window_view(text, size)
    powers = BASE ** np.arange(size - 1, -1, -1)
    return size % 2 * BASE**4 + _DIGITS[windows & 127] @ powers, windows


def shared(words: Sequence[str], groups: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """(groups, words, how often) of each group that a word has, by their numbers, in order."""
    text = np.frombuffer(f"_{'_'.join(words)}_".encode("ascii", "replace"), np.uint8)
    owner = np.cumsum(text == ord("_")) - 1  # which word a place belongs to; the sign before it is its own
    wanted = np.array([_code(group) for group in groups], np.int64)
    order = np.argsort(wanted)
    cells = []
    for size in SIZES:
        codes = _codes(text, size)[0]
        place = order[np.minimum(np.searchsorted(wanted, codes, sorter=order), len(order) - 1)]
        found = np.flatnonzero(wanted[place] == codes)  # never across two words: no group has its sign inside
        cells.append(place[found] * len(words) + owner[found])
    pairs, times = np.unique(np.concatenate(cells), return_counts=True)
    return pairs // len(words), pairs % len(words), times


@lru_cache(maxsize=50_000)
def _code(group: str) -> int:
    code = 0
    for sign in group:
        code = code * BASE + int(_DIGITS[ord(sign) & 127])
    return code + len(group) % 2 * BASE**4
