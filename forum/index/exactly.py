"""Exact phrases and words that must not be there: which passages and items they leave."""

import re
from typing import Any

from forum.index.analysis import Word, fold, words
from forum.index.segments import Segment

FIELDS = ("title", "body", "keywords")
LOOKED_AT = 3000  # passages of a segment whose text is read for a phrase
_NOT_WORDS = re.compile(r"[^a-z0-9]+")


def places_of(segment: Segment, stem: str) -> set[int]:
    """Passages that have a stem, in any field."""
    return {place for field in FIELDS for place in segment.postings(field, stem)[0]}


def places_of_all(segment: Segment, found: list[Word]) -> set[int] | None:
    """Passages that have all these words; None: nothing was asked."""
    sets = sorted((places_of(segment, word.stem) for word in found), key=len)
    return set.intersection(*sets) if sets else None


def plain(text: str) -> str:
    """Words with one space between them, whatever stood there: an apostrophe, a line, a full stop."""
    return f" {_NOT_WORDS.sub(' ', fold(text)).strip()} "


def places_with(segment: Segment, phrase: str) -> set[int]:
    """Passages in which these words follow each other; accents and capitals do not matter."""
    near = places_of_all(segment, words(phrase)) or set()
    places, wanted = sorted(near)[-LOOKED_AT:], plain(phrase)
    segment.fetch(places)
    return {place for place in places if wanted in _text(segment.shown(place))}


def _text(shown: dict[str, Any]) -> str:
    parts = [shown["title"], *(text for _number, text in shown["texts"]), shown.get("more", "")]
    return plain(" . ".join(parts))


def items_with(segments: list[tuple[Segment, Any]], wanted: tuple[str, ...]) -> set[int]:
    """Items of which some passage has one of these words or phrases."""
    items: set[int] = set()
    for segment, gone in segments:
        for each in wanted:
            found = words(each)
            several = len(plain(each).split()) > 1
            places = places_with(segment, each) if several else places_of_all(segment, found) or set()
            items.update(segment.facts.item[place] for place in places if place not in gone)
    return items
