"""From what is typed to concepts: each word or known phrase with the other ways to say it, typos corrected."""

from dataclasses import dataclass, field
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from forum.index.analysis import ASKING, Word, stem, words
from forum.index.excerpts import Wanted
from forum.index.names import names_in
from forum.index.phonetics import sound
from forum.index.vocabulary import LONGEST, Phrase, Vocabulary

HEARD = 400  # words not too far that are listened to
LESS = 0.7  # weight of words that say what kind of answer is wanted


class Lexicon(Protocol):
    """The words of public passages, for corrections."""

    def knows(self, word: str) -> bool:
        """Does any passage have this word?"""

    def has_stem(self, wanted: str) -> bool:
        """Does any passage have a word of this stem?"""

    def lists(self) -> list[list[str]]:
        """Every word, in some lists."""

    def weight(self, word: str) -> int:
        """In how many passages."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question asks for. `variants`: phrases of stems with a weight, the typed one first."""

    typed: tuple[Word, ...]
    variants: tuple[tuple[Phrase, float], ...]
    theme: str = ""  # code of the theme that this word belongs to
    weight: float = 1.0  # less for words that only say what kind of answer is wanted


@dataclass(slots=True)
class Question:
    """What is asked, and how the words were corrected."""

    concepts: list[Concept] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)
    sequence: list[str] = field(default_factory=list)  # every word in order, small ones too, corrected
    names: frozenset[str] = frozenset()  # those of them that are written as names

    @property
    def wanted(self) -> Wanted:
        """What counts as a find, for highlighting: typed words one by one, another phrase only as a whole."""
        typed = {word.stem for concept in self.concepts for word in concept.typed}
        variants = [phrase for concept in self.concepts for phrase, _weight in concept.variants]
        return Wanted(
            frozenset(typed | {phrase[0] for phrase in variants if len(phrase) == 1}),
            frozenset(phrase for phrase in variants if len(phrase) > 1),
        )


def corrected(word: str, lexicon: Lexicon, vocabulary: Vocabulary) -> str | None:
    """The nearest word of the index: one letter away up to seven letters, two beyond, where the beginning is right; else what sounds the same; never for short acronyms."""
    if len(word) <= 3 or word.isdigit() or word in vocabulary.acronyms or lexicon.knows(word):
        return None
    # A forgotten apostrophe: leau, dassociation.
    for prefix in ("l", "d", "qu", "n", "s", "j"):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= 3 and rest[0] in "aeiouyh" and lexicon.knows(rest):
            return rest
    most = 1 if len(word) <= 7 else 2
    near = [
        row
        for known in lexicon.lists()
        for row in process.extract(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=12)
    ]
    # Two letters away with another first letter is another word.
    near = [row for row in near if row[1] < 2 or row[0][0] == word[0]]
    # Written as it is heard: any number of letters away, the same sound.
    near = near or _heard(word, lexicon)
    if not near:
        return None
    # The fewest changes first; then the same sound and first letter; then the word that most passages have.
    said = sound(word)
    return min(
        near, key=lambda row: (row[1], sound(row[0]) != said, row[0][0] != word[0], -lexicon.weight(row[0]), row[0])
    )[0]


def _heard(word: str, lexicon: Lexicon) -> list[tuple[str, float, int]]:
    far, said = min(len(word) // 2, 5), sound(word)
    return [
        row
        for known in lexicon.lists()
        for row in process.extract(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=far, limit=HEARD)
        if sound(row[0]) == said
    ]


def understand(text: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Question:
    """Concepts of a question; unknown words are corrected silently and told."""
    question = Question()
    found = []
    for word in words(text)[:40]:
        known = _has_stem(word, lexicon) or (word.stem,) in vocabulary.others
        better = None if known else corrected(word.exact, lexicon, vocabulary)
        if better:
            question.corrections[word.exact] = better
            word = Word(better, stem(better), word.start, word.end)
        found.append(word)
    place = 0
    while place < len(found):
        size = _known_phrase(found, place, vocabulary)
        question.concepts.append(_concept(tuple(found[place : place + size]), vocabulary))
        place += size
    for word in words(text, keep_stops=True)[:80]:
        question.sequence.append(question.corrections.get(word.exact, word.exact))
    question.names = frozenset(question.corrections.get(name, name) for name in names_in(text))
    return question


def _has_stem(word: Word, lexicon: Lexicon) -> bool:
    """Known as it was typed, or by another form of the same word."""
    return lexicon.knows(word.exact) or lexicon.has_stem(word.stem)


def _known_phrase(found: list[Word], place: int, vocabulary: Vocabulary) -> int:
    """How many words from here make a phrase of the vocabulary; one when none does."""
    for size in range(min(LONGEST, len(found) - place), 1, -1):
        if tuple(word.stem for word in found[place : place + size]) in vocabulary.others:
            return size
    return 1


def _concept(typed: tuple[Word, ...], vocabulary: Vocabulary) -> Concept:
    own = tuple(word.stem for word in typed)
    variants = [(own, 1.0), *vocabulary.others.get(own, ())]
    weight = LESS if all(word.exact in ASKING for word in typed) else 1.0
    return Concept(typed, tuple(variants[:12]), vocabulary.themes.get(own, ""), weight)
