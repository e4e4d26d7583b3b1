"""In how many passages of the whole index something stands, told from the passages that were looked at twice.

No list says how often two words follow each other. But the passages looked at hold the words asked for, and of those
words the whole index knows the frequency: what half of the passages with a word have, half of all passages with it
have. Where every passage was looked at, this is the true count. Of groups of letters the lexicon knows.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forum.index.facts import Floats, Mask

Stems = tuple[int, ...]  # numbers of stems, columns of `stems`


@dataclass(frozen=True, slots=True)
class Population:
    """The whole index."""

    passages: int
    frequency: Callable[[str], int]  # how many passages have a stem
    letters: Callable[[Sequence[str]], Floats]  # how often words have each of these groups of letters
    size: float  # words of a passage, in the mean


def everywhere(numbers: Mapping[str, int], silent: Collection[int], stems: Mask, among: Population) -> Floats:
    """In how many passages of the whole index each stem stands; at least where it was seen. Small words are not indexed."""
    known = np.array([0 if number in silent else among.frequency(stem) for stem, number in numbers.items()], float)
    return np.maximum(known, stems.sum(axis=0))


def of_runs(there: Mask, anchors: Sequence[Stems], stems: Mask, common: Floats, among: Population) -> Floats:
    """Of words in an exact form, and of words that follow each other: where they stand, their stems stand.

    `anchors`: the stems that each has; without any (small words only), the passages looked at speak for all.
    """
    seen = there.sum(axis=0).astype(float)
    here = stems.sum(axis=0)
    scale = np.full(len(anchors), among.passages / max(len(there), 1))
    for place, parts in enumerate(anchors):
        if parts:
            rarest = min(parts, key=lambda part: common[part])
            scale[place] = common[rarest] / max(here[rarest], 1)
    return np.minimum(seen * np.maximum(scale, 1.0), among.passages)


def of_letters(there: Mask, told: Floats, among: Population) -> Floats:
    """Of groups of letters. `told`: how often the words of the lexicon have them; a passage has several of those words."""
    met = among.passages * (1 - np.exp(-told / among.passages))
    return np.maximum(met, there.sum(axis=0))
