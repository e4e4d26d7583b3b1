"""Two people changed one text: what does not touch is joined, by lines, then by words. Knows no database."""

import re
from dataclasses import dataclass

from merge3 import Merge3

_WORDS = re.compile(r"\s+|[^\s]+")
WORDS_COMPARED = 4000  # of one passage: comparing words of longer ones would take seconds


@dataclass(frozen=True, slots=True)
class Merged:
    """The joined text. Where both changed the same words (`is_clean` false) it holds ours."""

    text: str
    is_clean: bool


def merged(base: str, ours: str, theirs: str) -> Merged:
    """Join two changes of `base`. A line that one side only changed, added or removed is as that side left it."""
    if ours == theirs or theirs == base:
        return Merged(ours, True)
    if ours == base:
        return Merged(theirs, True)
    pieces, clean = _joined(base.splitlines(True), ours.splitlines(True), theirs.splitlines(True), by_words=True)
    return Merged("".join(pieces), clean)


def _joined(base: list[str], ours: list[str], theirs: list[str], *, by_words: bool) -> tuple[list[str], bool]:
    pieces: list[str] = []
    clean = True
    for kind, *groups in Merge3(base, ours, theirs).merge_groups():
        if kind != "conflict":
            pieces += groups[0]
            continue
        inside = _joined_words(*groups) if by_words else None
        clean = clean and inside is not None
        pieces += inside if inside is not None else groups[1]
    return pieces, clean


def _joined_words(base: list[str], ours: list[str], theirs: list[str]) -> list[str] | None:
    """The same inside one passage; None when both changed the same words."""
    words = [_WORDS.findall("".join(side)) for side in (base, ours, theirs)]
    if not words[0] or max(map(len, words)) > WORDS_COMPARED:
        return None
    pieces, clean = _joined(*words, by_words=False)
    return pieces if clean else None
