"""The passage of a text that answers best, with the words found in it marked. Everything else is escaped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from re import Match

from forum.index.analysis import ELISIONS, STOP, fold, stem

WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
SEPARATORS = re.compile(r"['-]")
SPACES = re.compile(r"[ \t\r\n]+")
LONGEST = 8_000  # characters looked at
AROUND = 220


@dataclass(frozen=True, slots=True)
class Wanted:
    """What counts as a find: single stems, and phrases of several stems that must stand together."""

    stems: frozenset[str]
    phrases: frozenset[tuple[str, ...]] = frozenset()


class _Folded(dict[str, str]):
    """Characters folded one by one: a text has few different ones."""

    def __missing__(self, character: str) -> str:
        found = self[character] = fold(character)
        return found


_FOLDED = _Folded()


def located(text: str) -> list[tuple[int, int, str]]:
    """(start, end, stem) of the words of a text, in the places of the text as it was typed."""
    pieces = [_FOLDED[character] for character in text]
    folded = "".join(pieces)
    places: Sequence[int] = range(len(text) + 1)
    if any(len(piece) != 1 for piece in set(pieces)):  # a ligature, a combining accent
        places = [place for place, piece in enumerate(pieces) for _each in piece] + [len(text)]
    found = []
    for match in WORD.finditer(folded):
        for start, word in parts_of(match):
            found.append((places[start], places[start + len(word) - 1] + 1, stem(word)))
    return found


def finds(text: str, wanted: Wanted) -> list[tuple[int, int, str]]:
    """(start, end, what) of each find: a word, or a phrase whose words follow each other but for stop words."""
    words = located(text)
    found, at = [], 0
    for index, (start, end, word) in enumerate(words):
        if start < at:
            continue
        if word not in wanted.stems:
            phrases = (phrase for phrase in wanted.phrases if phrase[0] == word)
            last = next((place for phrase in phrases if (place := _end_of(text, words, index, phrase))), 0)
            if not last:
                continue
            end = words[last][1]
        found.append((start, end, word))
        at = end
    return found


def _end_of(text: str, words: list[tuple[int, int, str]], index: int, phrase: tuple[str, ...]) -> int:
    """The place of the last word of a phrase that begins here; 0 when it does not stand here."""
    for part in phrase[1:]:
        index += 1
        while index < len(words) and fold(text[words[index][0] : words[index][1]]) in STOP:
            index += 1
        if index >= len(words) or words[index][2] != part:
            return 0
    return index


def marked(text: str, wanted: Wanted) -> str:
    """The text escaped, each find in <mark>."""
    out, at = [], 0
    for start, end, _what in finds(text, wanted):
        out += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return "".join([*out, escape(text[at:])])


def parts_of(match: Match[str]) -> list[tuple[int, str]]:
    """The word of a match without its elision, and where it begins; hyphenated words piece by piece."""
    found, at = [], match.start()
    for piece in SEPARATORS.split(match.group()):
        found.append((at, piece))
        at += len(piece) + 1
    return [(start, piece) for start, piece in found if piece and piece not in ELISIONS]


def best_window(text: str, wanted: Wanted) -> tuple[int, str]:
    """(how many different words are found, the passage marked) of the best place in a text."""
    # Only ordinary spaces are gathered: those before ; : ! ? and between figures keep words on one line.
    text = SPACES.sub(" ", text[:LONGEST]).strip()
    places = [(start, what) for start, _end, what in finds(text, wanted)]
    if not places:
        return 0, escape(_cut(text, 0))
    best, best_start = 0, places[0][0]
    for index, (start, _stem) in enumerate(places):
        kinds = {stem for place, stem in places[index : index + 40] if place - start < AROUND}
        if len(kinds) > best:
            best, best_start = len(kinds), start
    begin = max(0, best_start - 60)
    if begin:
        begin = text.find(" ", begin) + 1
    return best, ("… " if begin else "") + marked(_cut(text, begin), wanted)


def _cut(text: str, begin: int) -> str:
    piece = text[begin : begin + AROUND + 60]
    return piece if begin + len(piece) >= len(text) else piece.rsplit(" ", 1)[0] + " …"
