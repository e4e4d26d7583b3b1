"""A change cut into passages that can be taken one by one; passages that two people changed. Knows no database."""

from collections.abc import Collection
from dataclasses import dataclass

from merge3 import Merge3

from forum.core.matching import matches
from forum.items.commands.merging import merged


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines `start` to `end` of the old text become `new`."""

    start: int
    end: int
    old: str
    new: str


def lines_of(text: str) -> list[str]:
    """The lines, each with its end; the last one too, so that a text that goes on is not a changed line."""
    return f"{text}\n".splitlines(keepends=True) if text else []


def passages(old: str, new: str) -> list[Passage]:
    """What changed, in the order of the text. Between two passages there is a line at least that stayed."""
    before, after = lines_of(old), lines_of(new)
    found: list[Passage] = []
    a = b = 0
    for start, start_new, size in [*matches(before, after), (len(before), len(after), 0)]:
        if start > a or start_new > b:
            found.append(Passage(a, start, "".join(before[a:start]), "".join(after[b:start_new])))
        a, b = start + size, start_new + size
    return found


def taken(old: str, new: str, chosen: Collection[int]) -> str:
    """The old text with some of the passages of the new one, by their places in `passages`."""
    before, at, pieces = lines_of(old), 0, []
    for place, passage in enumerate(passages(old, new)):
        pieces += [*before[at : passage.start], passage.new if place in chosen else passage.old]
        at = passage.end
    return "".join([*pieces, *before[at:]]).removesuffix("\n")


@dataclass(frozen=True, slots=True)
class Clash:
    """Lines `start` to `end` of what is there now, where both changed the same words. `ours`: the other text."""

    start: int
    end: int
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Both changes in one text. Where they stand against each other (`clashes`) it holds ours."""

    text: str
    clashes: tuple[Clash, ...]


def joined(base: str, ours: str, theirs: str) -> Joined:
    """Join two changes of `base`; clashes are told by the lines of `theirs`, the text that is there now."""
    lines, mine, there = (lines_of(each) for each in (base, ours, theirs))
    pieces: list[str] = []
    found: list[Clash] = []
    for kind, *places in Merge3(lines, mine, there).merge_regions():
        if kind != "conflict":
            pieces += {"unchanged": lines, "b": there}.get(kind, mine)[places[0] : places[1]]
            continue
        z, z_end, a, a_end, b, b_end = places
        our, their = "".join(mine[a:a_end]), "".join(there[b:b_end])
        inside = merged("".join(lines[z:z_end]), our, their)
        pieces.append(inside.text)
        if not inside.is_clean:
            found.append(Clash(b, b_end, our, their))
    return Joined("".join(pieces).removesuffix("\n"), tuple(found))


def touch(one: Passage | Clash, other: Passage | Clash) -> bool:
    """Do two passages of one text speak of the same lines? Two insertions in one place do."""
    if one.start == one.end or other.start == other.end:
        return one.start <= other.end and other.start <= one.end
    return one.start < other.end and other.start < one.end


def heading_above(text: str, line: int) -> str:
    """The heading under which a line stands, as it is read."""
    for each in reversed(lines_of(text)[: line + 1]):
        if each.startswith("#"):
            return each.strip("# \n")
    return ""
