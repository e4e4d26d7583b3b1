"""Names in a question: a capital inside a sentence means this one and no other."""

import re

from forum.index.analysis import words

_BEGINNING = re.compile(r"[^\W\d_]")
_INSIDE = re.compile(r"(?<=[\s'’(«\"-])(?<![.!?:]\s)[^\W\d_]\w*")


def names_in(text: str) -> frozenset[str]:
    """Words (folded) with a capital that begin neither the text nor a sentence; none where every word has one, for
    then it is a manner of writing."""
    text = text.strip()
    inside = [found.group() for found in _INSIDE.finditer(text)]
    if all(each[0].isupper() for each in inside) and not _begins_small(text):
        return frozenset()
    return frozenset(word.exact for each in inside if each[0].isupper() for word in words(each))


def _begins_small(text: str) -> bool:
    first = _BEGINNING.search(text)
    return first is not None and first.group().islower()
