"""Which pieces of two sequences are the same, in bounded time whatever they hold."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# A stretch without unique pieces is compared exactly up to this many pairs; longer ones count as replaced.
PAIRS = 100_000
# Pairs compared exactly over a whole comparison.
BUDGET = 1_500_000

# Pieces read in search of unique ones: many times both texts, unless somebody made them for the worst.
READINGS = 2_000_000
# Where no piece is unique, runs of so many may be.
WIDTHS = (1, 4, 12)

Block = tuple[int, int, int]


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """Blocks `(start in old, start in new, length)` that are the same, in order, neighbours joined.

    Pieces found once on each side are the anchors; between them, and only there, a slower comparison.
    """
    blocks: list[Block] = []
    budget = [BUDGET]
    readings = READINGS
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, a_end, b, b_end = waiting.pop()
        while a < a_end and b < b_end and old[a] == new[b]:
            blocks.append((a, b, 1))
            a, b = a + 1, b + 1
        while a < a_end and b < b_end and old[a_end - 1] == new[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            blocks.append((a_end, b_end, 1))
        if a == a_end or b == b_end:
            continue
        readings -= a_end - a + b_end - b
        anchors = _anchors(old, a, a_end, new, b, b_end) if readings > 0 else []
        if anchors:
            for (here, there), (after, after_there) in zip([(a, b), *anchors], [*anchors, (a_end, b_end)], strict=True):
                waiting.append((here, after, there, after_there))
        else:
            blocks += _slowly(old, a, a_end, new, b, b_end, budget)
    return _joined(sorted(blocks))


def _anchors(
    old: Sequence[Hashable], a: int, a_end: int, new: Sequence[Hashable], b: int, b_end: int
) -> list[tuple[int, int]]:
    """Pieces, or short runs of pieces, that stand once in each stretch, and keep their order."""
    for width in WIDTHS:
        here = {i: tuple(old[i : i + width]) for i in range(a, a_end - width + 1)}
        there = {j: tuple(new[j : j + width]) for j in range(b, b_end - width + 1)}
        in_old, in_new = Counter(here.values()), Counter(there.values())
        place = {key: j for j, key in there.items() if in_new[key] == 1}
        if pairs := [(i, place[key]) for i, key in here.items() if in_old[key] == 1 and key in place]:
            return _longest_in_order(pairs)
    return []


def _longest_in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series whose places rise in both texts, by piles (as in the card game)."""
    tops: list[int] = []
    last_of: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(last_of[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        last_of[pile : pile + 1] = [number]
    series = []
    number = last_of[-1] if last_of else -1
    while number >= 0:
        series.append(pairs[number])
        number = before[number]
    return series[::-1]


def _slowly(
    old: Sequence[Hashable], a: int, a_end: int, new: Sequence[Hashable], b: int, b_end: int, budget: list[int]
) -> Iterator[Block]:
    cost = (a_end - a) * (b_end - b)
    if cost > PAIRS or cost > budget[0]:
        return
    budget[0] -= cost
    for found in SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False).get_matching_blocks():
        if found.size:
            yield a + found.a, b + found.b, found.size


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for a, b, size in blocks:
        if joined and joined[-1][0] + joined[-1][2] == a and joined[-1][1] + joined[-1][2] == b:
            joined[-1] = (*joined[-1][:2], joined[-1][2] + size)
        else:
            joined.append((a, b, size))
    return joined
