"""The query language: words, "exact words", -without, and filters as words (territoire:bretagne, before:2027-01).

Nothing here knows what a filter means: the search room does. A word with a colon that names no filter is a word.
"""

import re
from dataclasses import dataclass, field

from forum.index.analysis import fold

# What people may type, folded → the filter that it is.
NAMES = {
    "territoire": "territory", "territory": "territory", "lieu": "territory", "place": "territory",
    "type": "kind", "kind": "kind",
    "theme": "theme",
    "espace": "space", "space": "space",
    "auteur": "author", "author": "author", "par": "author", "by": "author",
    "est": "state", "is": "state", "etat": "state", "state": "state",
    "avant": "before", "before": "before",
    "apres": "after", "after": "after",
    "tri": "sort", "sort": "sort",
}  # fmt: skip
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_PIECE = re.compile(
    r"""(?P<minus>(?<![\w"])-(?=["\w]))?(?:(?P<name>[^\W\d_]+):(?P<value>"[^"]*"|[^\s"]+)|"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|"|\s+"""
)


@dataclass(slots=True)
class Parsed:
    """What was typed, sorted out."""

    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    filters: list[tuple[str, str]] = field(default_factory=list)  # (filter, value as typed)
    rest: str = ""  # all but the filters, as it was typed

    @property
    def asked(self) -> str:
        """The words that are looked for, those of phrases too."""
        return " ".join([*self.words, *self.phrases])


def parse(text: str) -> Parsed:
    """Never refuses: what is not understood is words."""
    parsed, rest = Parsed(), []
    for found in _PIECE.finditer(text.translate(_QUOTES)):
        name, value = NAMES.get(fold(found["name"] or "")), (found["value"] or "").strip('" ')
        phrase, word = (found["phrase"] or "").strip(), found["word"] or ""
        if name and value and not found["minus"]:
            parsed.filters.append((name, value))
            continue
        whole = found.group().strip()
        if not whole or whole == '"':
            continue
        rest.append(whole)
        if found["name"]:
            word = f"{found['name']} {value}"
        if found["minus"]:
            parsed.without.append(phrase or word)
        elif phrase:
            parsed.phrases.append(phrase)
        else:
            parsed.words.append(word)
    parsed.rest = " ".join(rest)
    return parsed
