"""The passage of a text that answers best, with the words found in it marked. Everything else is escaped."""

import re
from dataclasses import dataclass
from html import escape
from re import Match

from forum.index.analysis import ELISIONS, STOP, fold, stem

WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
SEPARATORS = re.compile(r"['-]")
SPACES = re.compile(r"[ \t\r\n]+")
LONGEST = 8_000  # characters looked at
AROUND = 220
ENDS = frozenset(".!?:;,…")  # after these a new line needs no other sign
ELIDED = frozenset(ELISIONS)


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


def folded(text: str) -> str:
    """Each character folded on its own: the few different ones that are not ASCII are replaced one after the other."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ in small letters is two
        return "".join(_FOLDED[character] for character in text)
    for character in set(lowered):
        if not character.isascii():
            lowered = lowered.replace(character, _FOLDED[character])
    return lowered


def located(text: str) -> list[tuple[int, int, str]]:
    """(start, end, stem) of the words of a text, in the places of the text as it was typed."""
    places = None
    if any(len(_FOLDED[character]) != 1 for character in set(text)):  # a ligature, a combining accent
        lengths = [len(_FOLDED[character]) for character in text]
        places = [place for place, length in enumerate(lengths) for _each in range(length)]
    found = []
    for match in WORD.finditer(folded(text)):
        word = match.group()
        simple = "'" not in word and "-" not in word
        for start, part in [(match.start(), word)] if simple else parts_of(match):
            if part not in ELIDED:
                end = start + len(part)
                if places:
                    found.append((places[start], places[end - 1] + 1, stem(part)))
                else:
                    found.append((start, end, stem(part)))
    return found


def finds(text: str, wanted: Wanted) -> list[tuple[int, int, str]]:
    """(start, end, what) of each find: a word, or a phrase whose words follow each other but for stop words."""
    words = located(text)
    begins = wanted.stems | {phrase[0] for phrase in wanted.phrases}
    found, at = [], 0
    for index, (start, end, word) in enumerate(words):
        if word not in begins or start < at:
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
    """The word of a match, and where it begins; elided and hyphenated words piece by piece."""
    found, at = [], match.start()
    for piece in SEPARATORS.split(match.group()):
        found.append((at, piece))
        at += len(piece) + 1
    return [(start, piece) for start, piece in found if piece]


def on_one_line(text: str) -> str:
    """A heading, a line of a list, and what comes after it, kept apart by a sign."""
    if "\n" not in text:
        return text
    lines = [line for line in (each.strip(" \t\r") for each in text.split("\n")) if line]
    signs = (" " if line[-1] in ENDS else " · " for line in lines)
    return "".join(part for pair in zip(lines, signs, strict=True) for part in pair).removesuffix(" · ")


def best_window(text: str, wanted: Wanted) -> tuple[int, str]:
    """(how many different words are found, the passage marked) of the best place in a text."""
    # Only ordinary spaces are gathered: those before ; : ! ? and between figures keep words on one line.
    text = SPACES.sub(" ", on_one_line(text[:LONGEST])).strip()
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
