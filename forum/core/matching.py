"""Which pieces of two sequences are the same, in bounded time whatever they hold."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

# A stretch without unique pieces is compared exactly up to this many pairs; longer ones count as replaced.
PAIRS = 40_000
# Pairs compared exactly over a whole comparison.
BUDGET = 1_500_000

Block = tuple[int, int, int]


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Block]:
    """Blocks `(start in old, start in new, length)` that are the same, in order, neighbours joined.

    Pieces found once on each side are the anchors; between them, and only there, a slower comparison.
    """
    blocks: list[Block] = []
    budget = [BUDGET]
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
        anchors = _anchors(old, a, a_end, new, b, b_end)
        if anchors:
            for (here, there), (after, after_there) in zip([(a, b), *anchors], [*anchors, (a_end, b_end)], strict=True):
                waiting.append((here, after, there, after_there))
        else:
            blocks += _slowly(old, a, a_end, new, b, b_end, budget)
    return _joined(sorted(blocks))


def _anchors(
    old: Sequence[Hashable], a: int, a_end: int, new: Sequence[Hashable], b: int, b_end: int
) -> list[tuple[int, int]]:
    """Pieces that stand once in each stretch, the longest series of them that keeps its order."""
    in_old, in_new = Counter(old[a:a_end]), Counter(new[b:b_end])
    place = {new[j]: j for j in range(b, b_end) if in_new[new[j]] == 1}
    pairs = [(i, place[old[i]]) for i in range(a, a_end) if in_old[old[i]] == 1 and old[i] in place]
    # Longest increasing series, by piles.
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
