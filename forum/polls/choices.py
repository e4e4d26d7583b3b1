"""What a ballot says, as one line: `12:1,15:2`. Two ballots that say the same are the same text, so counting
groups them in the database. The marks: 1 for what is chosen; a rank from 1; for a date 2 yes, 1 if needed, 0 no."""

from collections.abc import Iterable, Mapping, Sequence

from forum.core.errors import Invalid
from forum.core.i18n import _, ngettext

YES, MAYBE, NO = 2, 1, 0
Marks = dict[int, int]


def written(marks: Marks) -> str:
    """The line of a ballot."""
    return ",".join(f"{option}:{mark}" for option, mark in sorted(marks.items()))


def read(line: str) -> Marks:
    """What a line says."""
    pairs = (each.split(":") for each in line.split(",") if each)
    return {int(option): int(mark) for option, mark in pairs}


def marks_of(method: str, options: Sequence[int], given: Mapping[int, int] | Iterable[int], most: int | None) -> Marks:
    """Check what was chosen: a list of options (the order is the preference where it matters), or option → mark.

    Raises Invalid under `choices`, with what to do.
    """
    marks = dict(given) if isinstance(given, Mapping) else _listed(method, given)
    if set(marks) - set(options):
        raise _wrong(_("One of these answers is not in this poll any more: reload the page."))
    if method == "date":
        return _of_dates(marks, options)
    marks = {option: mark for option, mark in marks.items() if mark}
    if not marks:
        raise _wrong(_("Choose an answer, or say that you abstain."))
    if method == "ranked":
        return _of_ranks(marks)
    if method == "single" and len(marks) > 1:
        raise _wrong(_("Choose one answer only."))
    if most and len(marks) > most:
        raise _wrong(ngettext("Choose %(n)s answer at most.", "Choose %(n)s answers at most.", most))
    return dict.fromkeys(marks, 1)


def _listed(method: str, given: Iterable[int]) -> Marks:
    order = list(dict.fromkeys(given))
    if method == "ranked":
        return {option: rank for rank, option in enumerate(order, 1)}
    return dict.fromkeys(order, YES if method == "date" else 1)


def _of_dates(marks: Marks, options: Sequence[int]) -> Marks:
    if any(mark not in (YES, MAYBE, NO) for mark in marks.values()):
        raise _wrong(_("Choose one of the proposed values."))
    if not marks:
        raise _wrong(_("Say for each date whether it suits you."))
    return {option: marks.get(option, NO) for option in options}


def _of_ranks(marks: Marks) -> Marks:
    ranks = sorted(marks.values())
    twice = next((rank for rank in ranks if ranks.count(rank) > 1), None)
    if twice is not None:
        raise _wrong(_("Two answers have rank %(n)s: give each rank once.", n=twice))
    if ranks != list(range(1, len(ranks) + 1)):
        missing = next(rank for rank in range(1, len(ranks) + 1) if rank not in ranks)
        raise _wrong(_("Rank %(n)s is missing: number your answers 1, 2, 3… without a gap.", n=missing))
    return marks


def _wrong(message: str) -> Invalid:
    return Invalid(fields={"choices": message})
