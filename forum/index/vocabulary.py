"""Words that stand for each other: acronyms both ways, groups of synonyms, words of themes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forum.index.analysis import stems, words

Phrase = tuple[str, ...]  # of stems
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """phrase → other phrases with a weight between 0 and 1. Both ways."""

    others: dict[Phrase, list[tuple[Phrase, float]]] = field(default_factory=dict)
    themes: dict[Phrase, str] = field(default_factory=dict)  # phrase → code of the theme it belongs to
    acronyms: frozenset[str] = frozenset()  # never corrected

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> "Vocabulary":
        """From `vocab.json`: acronyms, synonym_groups, themes, actor_types."""
        others: dict[Phrase, dict[Phrase, float]] = {}
        acronyms = set()

        def tie(one: str, other: str, weight: float) -> None:
            left, right = tuple(stems(one)), tuple(stems(other))
            if left and right and left != right and len(left) <= LONGEST and len(right) <= LONGEST:
                others.setdefault(left, {})[right] = max(weight, others.get(left, {}).get(right, 0))
                others.setdefault(right, {})[left] = max(weight, others.get(right, {}).get(left, 0))

        for row in data.get("acronyms", ()):
            acronyms.update(word.exact for word in words(row["acronym"]))
            for text in (row["expansion"], *row.get("synonyms", ())):
                tie(row["acronym"], text, 0.8)
        for group in data.get("synonym_groups", ()):
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    tie(one, other, 0.45)
        for group in data.get("tied", ()):  # by curators: they know
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    tie(one, other, 0.7)
        for row in data.get("actor_types", ()):
            for text in row.get("synonyms", ()):
                tie(row["label"], text, 0.3)
        themes = {
            tuple(stems(text)): row["id"]
            for row in data.get("themes", ())
            for text in (row["label"], *row.get("synonyms", ()))
        }
        return cls({key: list(found.items()) for key, found in others.items()}, themes, frozenset(acronyms))
