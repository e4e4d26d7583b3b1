"""Which resources together reach the amount sought, each within its ceiling, its share and its least amount."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

LEVELS_MIXED = 3  # a bonus: public with private, national with local
MOST_TOGETHER = 3  # more than three files at once is more than volunteers can write
AMONG = 14  # the best ones only: 14 over 3 makes 455 sums


@dataclass(frozen=True, slots=True)
class Part:
    """One resource that could pay: between `least` and `most`. `rank`: how well it fits, the higher the better."""

    id: int
    least: int
    most: int
    funder: str = ""
    level: str = ""
    rank: float = 0


@dataclass(frozen=True, slots=True)
class Combination:
    """What each pays; `missing` is what must come from elsewhere."""

    shares: tuple[tuple[int, int], ...]  # (id, euros), the largest first
    missing: int

    @property
    def sum(self) -> int:
        """What they pay together."""
        return sum(euros for _id, euros in self.shares)


def combine(parts: Iterable[Part], amount: int, limit: int = 3) -> list[Combination]:
    """The best ways to reach the amount with two or three; when none does, the one that comes nearest.

    An empty list when fewer than two could pay anything, or when one alone does it and no others would together.
    """
    best = sorted(
        (part for part in parts if max(part.least, 1) <= part.most and part.least <= amount),
        key=lambda part: -part.rank,
    )
    found: list[tuple[float, Combination]] = []
    for size in range(2, MOST_TOGETHER + 1):
        for chosen in combinations(best[:AMONG], size):
            funders = [part.funder.casefold() for part in chosen if part.funder]
            made = shared(chosen, amount) if len(set(funders)) == len(funders) else None
            if made and (made.missing or not _is_more_than_needed(chosen, amount)):
                found.append((_worth(chosen, made, amount), made))
    found.sort(key=lambda pair: -pair[0])
    reaching = [made for _worth_of, made in found if not made.missing]
    if reaching or any(part.least <= amount <= part.most for part in best):
        return _different(reaching, limit)
    return [made for _worth_of, made in found[:1]]


def shared(chosen: Sequence[Part], amount: int) -> Combination | None:
    """Each pays its least, then the rest is laid on in order of fit. None when their least is already too much."""
    given = {part.id: max(part.least, 1) for part in chosen}
    if sum(given.values()) > amount or any(given[part.id] > part.most for part in chosen):
        return None
    left = amount - sum(given.values())
    for part in chosen:
        more = min(left, part.most - given[part.id])
        given[part.id] += more
        left -= more
    return Combination(tuple(sorted(given.items(), key=lambda pair: -pair[1])), left)


def _is_more_than_needed(chosen: Sequence[Part], amount: int) -> bool:
    """One less would do."""
    return any(sum(part.most for part in fewer) >= amount for fewer in combinations(chosen, len(chosen) - 1))


def _worth(chosen: Sequence[Part], made: Combination, amount: int) -> float:
    mixed = LEVELS_MIXED * (len({part.level for part in chosen}) - 1)
    return sum(part.rank for part in chosen) / len(chosen) + mixed - 2 * len(chosen) - 20 * made.missing / amount


def _different(made: list[Combination], limit: int) -> list[Combination]:
    """Not three times nearly the same: each brings at least one resource that no earlier one had."""
    kept: list[Combination] = []
    seen: set[int] = set()
    for each in made:
        ids = {id for id, _euros in each.shares}
        if ids - seen:
            kept.append(each)
            seen |= ids
        if len(kept) == limit:
            break
    return kept
