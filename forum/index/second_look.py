"""The second look at the best passages: exact words, neighbours, letters, phrases with their small words.

Each feature is BM25. Of what is rare in the whole index these passages are a sample, and a choice one: `rarity` makes
up for it. Measured on 1,373 open French questions to 272 paragraphs, weights chosen on half of them and read on the
other half; figures in `bench/README.md`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TypeVar

import numpy as np

from forum.index.analysis import STOP, stem
from forum.index.facts import Floats, Ints, Mask
from forum.index.letters import letters_of, shared
from forum.index.rarity import Population, everywhere, of_letters, of_runs

K1, B = 1.2, 0.75
WEIGHTS = {"exact": 0.55, "letters": 0.28, "neighbours": 0.5, "two": 0.08, "three": 1.0}
NAME, LEAD = 3.0, 0.3  # weights of names that are there; of words in the first sentence: it says what all is about
SILENT = STOP | frozenset(ascii_lowercase)  # a single letter says nothing either
NOT_ASKED = -1
Run = tuple[int, ...]  # of numbers of stems
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage: its words in order, small words included; where its first sentence begins and ends among them."""

    words: Sequence[str]
    lead: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question has of each feature, numbered."""

    stems: dict[str, int]  # of all its words, small ones too
    silent: frozenset[int]  # those of small words
    names: frozenset[int]  # those of names
    exact: dict[str, int]
    letters: dict[str, int]
    neighbours: dict[Run, int]  # words that follow each other but for small words
    two: dict[Run, int]
    three: dict[Run, int]


def asked_of(words: Sequence[str], names: Collection[str] = ()) -> Asked:
    """`words`: those of the question as typed (folded) or corrected, small words included; `names` among them."""
    content = [word for word in words if word not in SILENT]
    numbers = _numbered(map(stem, words))
    sequence, loud = [numbers[stem(word)] for word in words], [numbers[stem(word)] for word in content]
    return Asked(
        numbers, frozenset(numbers.values()) - frozenset(loud),
        frozenset(numbers[stem(word)] for word in content if word in names), _numbered(content),
        _numbered(part for word in content for part in letters_of(word)),
        _numbered(_runs(loud, 2)), _numbered(_runs(sequence, 2)), _numbered(_runs(sequence, 3)),
    )  # fmt: skip


def points_of(passages: Sequence[Seen], asked: Asked, among: Population) -> list[float]:
    """What the second look adds to each passage."""
    points: Floats = np.zeros(len(passages))
    if not passages or not asked.exact:
        return [float(each) for each in points]
    seen = _Words(passages, asked)
    stems = seen.counts(seen.stem, len(asked.stems)) > 0
    common = everywhere(asked.stems, asked.silent, stems, among)
    exact = seen.counts(seen.of_words(asked.exact), len(asked.exact))
    anchors = [(asked.stems[stem(word)],) for word in asked.exact]
    features = {"exact": (exact, of_runs(exact > 0, anchors, stems, common, among))}
    for name, loud, size in (("neighbours", True, 2), ("two", False, 2), ("three", False, 3)):
        table = getattr(asked, name)
        runs = seen.runs(table, size, loud=loud)
        anchors = [tuple(set(run) - asked.silent) for run in table]
        features[name] = runs, of_runs(runs > 0, anchors, stems, common, among)
    letters = seen.letters(asked.letters)
    features["letters"] = letters, of_letters(letters > 0, among.letters(list(asked.letters)), among)
    for name, (counts, frequency) in features.items():
        points += WEIGHTS[name] * _bm25(counts, frequency, seen.sizes, among)
    rarity = _rarity(common, among)
    names, loud = sorted(asked.names), [number for number in asked.stems.values() if number not in asked.silent]
    points += NAME * (stems[:, names] @ rarity[names])
    points += LEAD * (seen.lead(len(asked.stems))[:, loud] @ rarity[loud])
    return [float(each) for each in points]


class _Words:
    """The words of all passages one after the other, each different word judged once."""

    def __init__(self, passages: Sequence[Seen], asked: Asked) -> None:
        numbers: dict[str, int] = {}
        words = [numbers.setdefault(word, len(numbers)) for passage in passages for word in passage.words]
        self.passages = len(passages)
        self.word: Ints = np.array(words, np.int32)
        lengths: Ints = np.array([len(passage.words) for passage in passages], np.int64)
        self.at: Ints = np.repeat(np.arange(len(passages)), lengths)
        self.leads: Ints = np.array([passage.lead for passage in passages]) + (np.cumsum(lengths) - lengths)[:, None]
        self.words = list(numbers)
        self.loud: Mask = np.array([word not in SILENT for word in self.words], np.bool_)[self.word]
        self.sizes: Ints = np.bincount(self.at[self.loud], minlength=len(passages))
        self.stem = self.of_words(
            {word: asked.stems[root] for word in self.words if (root := stem(word)) in asked.stems}
        )

    def of_words(self, table: Mapping[str, int]) -> Ints:
        """At each place, the number that its word has in a table."""
        found: Ints = np.array([table.get(word, NOT_ASKED) for word in self.words], np.int32)
        return found[self.word]

    def counts(self, numbers: Ints, columns: int, at: Ints | None = None) -> Floats:
        """How often each passage (row) has each thing asked (column)."""
        there = numbers != NOT_ASKED
        cells = (self.at if at is None else at)[there] * columns + numbers[there]
        return np.bincount(cells, minlength=self.passages * columns).reshape(self.passages, columns).astype(float)

    def lead(self, columns: int) -> Mask:
        """Whether each stem (column) stands in the first sentence of each passage (row)."""
        places = np.arange(len(self.word))
        inside = (places >= self.leads[self.at, 0]) & (places < self.leads[self.at, 1])
        return self.counts(self.stem[inside], columns, self.at[inside]) > 0

    def runs(self, table: Mapping[Run, int], size: int, *, loud: bool) -> Floats:
        """Words that follow each other, in the passage as in the question; `loud`: but for small words."""
        stems, at = (self.stem[self.loud], self.at[self.loud]) if loud else (self.stem, self.at)
        count = max(len(stems) - size + 1, 0)
        windows = np.stack([stems[shift : shift + count] for shift in range(size)], axis=1)
        whole = np.flatnonzero((windows >= 0).all(axis=1) & (at[:count] == at[len(at) - count :]))
        numbers: Ints = np.array([table.get(tuple(run), NOT_ASKED) for run in windows[whole].tolist()], np.int32)
        return self.counts(numbers, len(table), at[whole])

    def letters(self, table: Mapping[str, int]) -> Floats:
        """Groups of letters of words that are not small."""
        loud = np.flatnonzero([word not in SILENT for word in self.words])
        if not len(loud) or not table:
            return np.zeros((self.passages, len(table)))
        cells = self.at * len(self.words) + self.word
        having = np.bincount(cells, minlength=self.passages * len(self.words)).reshape(self.passages, -1)
        groups, words, times = shared([self.words[place] for place in loud], list(table))
        found = np.zeros((self.passages, len(table)))
        if len(groups):  # summed by group, which come in order
            begins = np.flatnonzero(np.diff(groups, prepend=-1))
            found[:, groups[begins]] = np.add.reduceat(having[:, loud[words]] * times, begins, axis=1)
        return found


def _bm25(counts: Floats, frequency: Floats, sizes: Ints, among: Population) -> Floats:
    room = K1 * (1 - B + B * sizes / (among.size or 1.0))
    return np.asarray((counts * (K1 + 1) / (counts + room[:, None])) @ _rarity(frequency, among))


def _rarity(frequency: Floats, among: Population) -> Floats:
    return np.asarray(np.log(1 + (among.passages - frequency + 0.5) / (frequency + 0.5)))


def _numbered(things: Iterable[Thing]) -> dict[Thing, int]:
    return {thing: number for number, thing in enumerate(dict.fromkeys(things))}


def _runs(words: Sequence[int], size: int) -> Iterable[Run]:
    return zip(*(words[at:] for at in range(size)), strict=False)
