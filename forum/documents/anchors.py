"""A passage is named by its words, and found again after edits. Knows no database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote as encoded

from forum.core.markup.plain import headings_of, text_of

LEAST, MOST = 12, 500  # characters of a passage that can be spoken of, and of the words that are kept of it
ALIKE = 0.45  # share of common words from which a changed passage is still the same one
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a cell or an item of a list, as it is read; `under`: the heading above it."""

    text: str
    under: str

    @property
    def quote(self) -> str:
        """The words that are kept of it."""
        return self.text[:MOST].rstrip()

    @property
    def fragment(self) -> str:
        """What makes browsers scroll to it and mark it."""
        words = self.text.split(" ")
        return ":~:text=" + encoded(" ".join(words[:8]), safe="").replace("-", "%2D")


def blocks_of(html: str) -> list[Block]:
    """All passages of a text, in its order."""
    headings = {" ".join(heading.text.split()) for heading in headings_of(html)}
    found, under = [], ""
    for line in text_of(html).splitlines():
        text = " ".join(line.split(" ")).strip()
        if " ".join(text.split()) in headings:
            under = text
        elif len(text) >= LEAST:
            found.append(Block(text, under))
    return found


def find(blocks: Sequence[Block], quote: str) -> Block | None:
    """Where these words stand now: the same, around them, or most like them; None when the passage is gone."""
    for block in blocks:
        if block.quote == quote or quote in block.text:
            return block
    wanted = set(_WORD.findall(quote.lower()))
    best = max(((_likeness(wanted, block.text), place) for place, block in enumerate(blocks)), default=(0.0, 0))
    return blocks[best[1]] if best[0] >= ALIKE else None


def _likeness(wanted: set[str], text: str) -> float:
    there = set(_WORD.findall(text[: MOST + 200].lower()))
    return len(wanted & there) / len(wanted | there) if wanted | there else 0.0
