"""The passage of a text that answers best, with the words found in it marked. Everything else is escaped."""

import re
from html import escape
from re import Match

from forum.index.analysis import ELISIONS, fold, stem

WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")
SEPARATORS = re.compile(r"['-]")
LONGEST = 8_000  # characters looked at
AROUND = 220


def located(text: str) -> list[tuple[int, int, str]]:
    """(start, end, stem) of the words of a text, in the places of the text as it was typed."""
    folded, places = [], []
    for place, character in enumerate(text):
        piece = fold(character)
        folded.append(piece)
        places += [place] * len(piece)
    places.append(len(text))
    found = []
    for match in WORD.finditer("".join(folded)):
        for start, word in parts_of(match):
            found.append((places[start], places[start + len(word) - 1] + 1, stem(word)))
    return found


def marked(text: str, stems: frozenset[str]) -> str:
    """The text escaped, each found word in <mark>."""
    out, at = [], 0
    for start, end, found in located(text):
        if found in stems and start >= at:
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


def best_window(text: str, stems: frozenset[str]) -> tuple[int, str]:
    """(how many different words are found, the passage marked) of the best place in a text."""
    text = " ".join(text[:LONGEST].split())
    places = [(start, found) for start, _end, found in located(text) if found in stems]
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
    return best, ("… " if begin else "") + marked(_cut(text, begin), stems)


def _cut(text: str, begin: int) -> str:
    piece = text[begin : begin + AROUND + 60]
    return piece if begin + len(piece) >= len(text) else piece.rsplit(" ", 1)[0] + " …"
