"""Counting, from the ballots alone: the same ballots give the same result, here and from the exported table.

Preferences are counted by instant runoff: docs/decisions/016 says why not otherwise.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from forum.polls.choices import MAYBE, YES, Marks, read

Weighed = list[tuple[Marks, int]]  # a ballot, and how many say the same


def counted(method: str, options: Sequence[int], lines: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """The tally: voices, abstentions, counts by option, the best ones; of preferences also the rounds.

    `options` in their order on the page. Keys are texts, for it is kept as JSON.
    """
    ballots = [(read(line), number) for line, number in lines]
    voices = sum(number for _marks, number in ballots)
    said: Weighed = [(marks, number) for marks, number in ballots if marks]
    tally: dict[str, Any] = {"voices": voices, "abstentions": voices - sum(number for _marks, number in said)}
    if method == "ranked":
        return {**tally, **_runoff(options, said)}
    if method == "date":
        return {**tally, **_dates(options, said)}
    counts = {option: sum(number for marks, number in said if option in marks) for option in options}
    highest = max(counts.values(), default=0)
    best = [option for option in options if highest and counts[option] == highest]
    return {**tally, "counts": {str(option): count for option, count in counts.items()}, "best": best}


def _dates(options: Sequence[int], said: Weighed) -> dict[str, Any]:
    """The best date is the one that most can come to; among those, the one that suits most without effort."""

    def number_of(option: int, mark: int) -> int:
        return sum(number for marks, number in said if marks.get(option) == mark)

    yes = {option: number_of(option, YES) for option in options}
    maybe = {option: number_of(option, MAYBE) for option in options}
    worth = {option: (yes[option] + maybe[option], yes[option]) for option in options}
    highest = max(worth.values(), default=(0, 0))
    return {
        "counts": {str(option): yes[option] for option in options},
        "maybe": {str(option): maybe[option] for option in options},
        "best": [option for option in options if highest[0] and worth[option] == highest],
    }


def _runoff(options: Sequence[int], said: Weighed) -> dict[str, Any]:
    """Round by round the last one leaves, and its ballots go to their next preference, until one has a majority."""
    standing = list(options)
    rounds: list[dict[str, Any]] = []
    best: list[int] = []
    while said and standing:
        counts = dict.fromkeys(standing, 0)
        for marks, number in said:
            if preferred := min((option for option in marks if option in counts), key=marks.__getitem__, default=0):
                counts[preferred] += number
        going = sum(counts.values())
        round_ = {"counts": {str(option): count for option, count in counts.items()}, "out": []}
        rounds.append(round_)
        highest = max(counts.values())
        leaders = [option for option in standing if counts[option] == highest]
        if not going or highest * 2 > going or len(leaders) == len(standing):
            best = leaders if going else []
            break
        out = _last(standing, counts, rounds[:-1])
        round_["out"] = out
        standing = [option for option in standing if option not in out]
    first = rounds[0]["counts"] if rounds else {str(option): 0 for option in options}
    return {"counts": first, "rounds": rounds, "best": best}


def _last(standing: list[int], counts: dict[int, int], before: list[dict[str, Any]]) -> list[int]:
    """Who leaves: all that nobody has first; else the last. Equal now, who was lower in the round before leaves;
    equal throughout, who stands lower on the page."""
    nobody = [option for option in standing if not counts[option]]
    if nobody:
        return nobody

    def strength(option: int) -> tuple[int, ...]:
        earlier = (int(each["counts"].get(str(option), 0)) for each in reversed(before))
        return (counts[option], *earlier, -standing.index(option))

    return [min(standing, key=strength)]
