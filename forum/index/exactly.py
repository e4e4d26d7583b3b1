"""Exact phrases and words that must not be there: which passages and items they leave."""

import re
from functools import reduce
from typing import Any

import numpy as np

from forum.index.analysis import Word, fold, words
from forum.index.facts import Ints
from forum.index.segments import NONE, Segment

FIELDS = ("title", "body", "keywords")
LOOKED_AT = 3000  # passages of a segment whose text is read for a phrase
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def places_of(segment: Segment, stem: str) -> Ints:
    """Passages that have a stem, in any field, in order."""
    return np.unique(np.concatenate([segment.postings(field, stem)[0] for field in FIELDS]))


def places_of_all(segment: Segment, found: list[Word]) -> Ints:
    """Passages that have all these words, in order; none when nothing was asked."""
    lists = sorted((places_of(segment, word.stem) for word in found), key=len)
    return reduce(lambda one, other: np.intersect1d(one, other, assume_unique=True), lists) if lists else NONE[0]


def plain(text: str) -> str:
    """Words with one space between them, whatever stood there: an apostrophe, a line, a full stop."""
    return f" {_NOT_WORDS.sub(' ', fold(text)).strip()} "


def places_with(segment: Segment, phrase: str) -> list[int]:
    """Passages in which these words follow each other; accents and capitals do not matter."""
    places, wanted = places_of_all(segment, words(phrase))[-LOOKED_AT:].tolist(), plain(phrase)
    segment.fetch(places)
    return [place for place in places if wanted in _text(segment.shown(place))]


def _text(shown: dict[str, Any]) -> str:
    parts = [shown["title"], *(text for _number, text in shown["texts"]), shown.get("more", "")]
    return plain(" . ".join(parts))


def items_with(segments: list[tuple[Segment, Any]], wanted: tuple[str, ...]) -> Ints:
    """Items of which some passage has one of these words or phrases."""
    items: list[Ints] = [np.empty(0, np.int64)]
    for segment, gone in segments:
        for each in wanted:
            several = len(plain(each).split()) > 1
            places = np.array(places_with(segment, each), np.int64) if several else places_of_all(segment, words(each))
            items.append(segment.facts.item[places[segment.left(gone).mask[places]]])
    return np.unique(np.concatenate(items))
