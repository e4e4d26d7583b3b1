"""Is it for us? Each rule of a resource, as a number or a list, against what is known of a project.

A rule answers "yes", "no" or "ask". What is unknown, on either side, is never "no". A rule that nobody
wrote and nobody asked about says nothing at all. Amounts above the ceiling or the share do not shut the
door: the resource may still pay a part (`bars` is then False), see `combining`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from forum.core.i18n import _, ngettext
from forum.resources.fit_words import euros, named, years
from forum.resources.zones import zones_of
from forum.territories.vocabulary import actor_types, place_name

GENERAL = "financement"  # the theme of whatever gives money: says nothing of the project's subject


@dataclass(frozen=True, slots=True)
class Project:
    """What somebody told. None or empty: not told. `seat`: ids from the seat up to the country."""

    actor: str = ""
    age: int | None = None  # full years
    budget: int | None = None  # of the organisation, a year
    seat: tuple[int, ...] = ()
    below_seat: frozenset[int] = frozenset()
    is_overseas: bool = False
    country: str = ""
    themes: frozenset[str] = frozenset()
    amount: int | None = None  # sought
    total: int | None = None  # budget of the project
    months: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A resource with its rules. `columns`: as the table has them, None for unknown."""

    columns: Any
    time: str
    audiences: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    territories: dict[int, str] = field(default_factory=dict)  # id -> name
    local: str = ""  # the territory whose complement counts for the seat

    def __getattr__(self, name: str) -> Any:
        """A column by its name."""
        try:
            return self.columns[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule answers. `title`: the rule in words; `reason`: how the project stands to it, made when shown."""

    rule: str
    answer: str
    say: Callable[[], tuple[str, str]]
    bars: bool = True

    @property
    def title(self) -> str:
        """The rule in words."""
        return self.say()[0]

    @property
    def reason(self) -> str:
        """Why it answers so."""
        return self.say()[1]


def verdicts(of: Candidate, project: Project) -> list[Verdict]:
    """All that can be said, in the order in which people ask."""
    found = (
        _actor(of, project), _seat(of, project), _country(of, project), _themes(of, project),
        *_numbers(of, project), *_money(of, project), _sponsor(of), _got(of), _time(of),
    )  # fmt: skip
    return [each for each in found if each]


def ceiling(of: Candidate, project: Project) -> int | None:
    """The most it can pay to this project, by its highest amount and its share of the budget. None: unknown."""
    known = [each for each in (_highest(of, project), _share_in_euros(of, project)) if each is not None]
    return min(known) if known else None


def _highest(of: Candidate, project: Project) -> int | None:
    most: int | None = of.max_amount
    if project.is_overseas and of.max_amount_overseas is not None:
        most = of.max_amount_overseas
    if most is not None and of.max_amount_multi_year is not None and (project.months or 0) > 12:
        most = max(most, of.max_amount_multi_year)
    return most


def _percent(of: Candidate, project: Project) -> int | None:
    special: int | None = of.max_cofunding_pct_collectivite
    usual: int | None = of.max_cofunding_pct
    return special if project.actor == "collectivite" and special is not None else usual


def _share_in_euros(of: Candidate, project: Project) -> int | None:
    percent = _percent(of, project)
    return None if percent is None or project.total is None else project.total * percent // 100


def _actor(of: Candidate, project: Project) -> Verdict | None:
    if not of.audiences and not project.actor:
        return None
    answer = "ask" if not of.audiences or not project.actor else "yes" if project.actor in of.audiences else "no"
    return Verdict("actor", answer, lambda: (
        _("Open to: %(names)s", names=named(of.audiences, actor_types())) if of.audiences
        else _("For whom it is, is not known to us."),
        _("You are: %(name)s.", name=actor_types().get(project.actor, "")) if project.actor else _("Say who you are."),
    ))  # fmt: skip


def _seat(of: Candidate, project: Project) -> Verdict | None:
    if not of.territories and not project.seat:
        return None
    answer = "ask"
    if of.territories and project.seat:
        inside = any(each in of.territories for each in project.seat)
        answer = "yes" if inside else "ask" if project.below_seat & set(of.territories) else "no"
    return Verdict("seat", answer, lambda: (
        _("For a seat in: %(names)s", names=", ".join(sorted(of.territories.values()))) if of.territories
        else _("Where the seat must be, is not known to us."),
        "" if answer != "ask" or not of.territories else _("It covers only a part of the place that you gave.")
        if project.seat else _("Say where your seat is."),
    ))  # fmt: skip


def _country(of: Candidate, project: Project) -> Verdict | None:
    if not project.country and not of.zones:
        return None
    code, condition = project.country, (of.conditional_countries or {}).get(project.country)
    if not code:
        answer = "ask"
    elif code in (of.excluded_countries or ()):
        answer = "no"
    elif condition or not of.zones:
        answer = "ask"
    else:
        answer = "yes" if of.zones & zones_of(code) else "no"
    place = place_name(code) if code else ""

    def say() -> tuple[str, str]:
        title = _("For projects in: %(names)s", names=", ".join(place_name(each) for each in sorted(of.zones)))
        if code and code in (of.excluded_countries or ()):
            return title, _("%(country)s is excluded by name.", country=place)
        if condition:
            return title, _("%(country)s: %(condition)s", country=place, condition=condition)
        if not of.zones:
            return _("Where projects may act, is not known to us."), ""
        return title, _("Your project: %(country)s.", country=place) if code else _("Say where your project acts.")

    return Verdict("country", answer, say)


def _themes(of: Candidate, project: Project) -> Verdict | None:
    if not project.themes:
        return None
    subject = of.themes - {GENERAL}
    answer = "yes" if project.themes & subject else "no" if subject else "ask"
    return Verdict("themes", answer, lambda: (
        _("It is about your subject.") if answer == "yes" else _("Your subject is not among those that it names.")
        if answer == "no" else _("It names no subject: ask whether yours is welcome."), "",
    ), bars=False)  # fmt: skip


def _numbers(of: Candidate, project: Project) -> Iterator[Verdict | None]:
    yield _between("age", of.min_age_years or None, None, project.age, years,
                   _("Years of existence"), _("Say since when you exist."))  # fmt: skip
    yield _between("budget", of.min_annual_budget, of.max_annual_budget, project.budget, euros,
                   _("Yearly resources"), _("Say what your yearly resources are."))  # fmt: skip
    yield _between("total", of.min_project_budget, of.max_project_budget, project.total, euros,
                   _("Budget of the project"), _("Say what the project costs in all."))  # fmt: skip
    yield _between("months", of.min_duration_months, of.max_duration_months, project.months, str,
                   _("Months that the project lasts"), _("Say how long the project lasts."))  # fmt: skip


def _between(
    rule: str, low: int | None, high: int | None, told: int | None, show: Callable[[int], str], title: str, ask: str
) -> Verdict | None:
    if low is None and high is None:
        return None
    outside = told is not None and ((low is not None and told < low) or (high is not None and told > high))
    answer = "ask" if told is None else "no" if outside else "yes"

    def say() -> tuple[str, str]:
        if low is not None and high is not None:
            limits = _("%(low)s to %(high)s", low=show(low), high=show(high))
        elif high is not None:
            limits = _("at most %(most)s", most=show(high))
        else:
            limits = _("at least %(least)s", least=show(low or 0))
        return _("%(what)s: %(limits)s", what=title, limits=limits), (
            ask if told is None else _("Yours: %(told)s.", told=show(told))
        )

    return Verdict(rule, answer, say)


def _money(of: Candidate, project: Project) -> Iterator[Verdict | None]:
    if project.amount is None:
        return
    sought, least, most = project.amount, of.min_amount, _highest(of, project)
    if least is None and most is None:
        yield Verdict("amount", "ask", lambda: (_("How much it gives, is not known to us."), ""))
    elif least is not None and sought < least:
        yield Verdict("amount", "no", lambda: (
            _("It gives at least %(least)s.", least=euros(least)), _("You seek %(sought)s.", sought=euros(sought))))  # fmt: skip
    elif most is None:
        yield Verdict("amount", "ask", lambda: (_("The most that it gives, is not known to us."), ""))
    elif sought > most:
        yield Verdict("amount", "no", lambda: (
            _("It gives up to %(most)s.", most=euros(most)),
            _("Less than the %(sought)s that you seek: it can pay a part.", sought=euros(sought)),
        ), bars=False)  # fmt: skip
    else:
        yield Verdict("amount", "yes", lambda: (_("It gives up to %(most)s.", most=euros(most)), ""))
    yield _share(of, project, sought)


def _share(of: Candidate, project: Project, sought: int) -> Verdict | None:
    percent = _percent(of, project)
    if percent is None:
        return None
    at_most = _share_in_euros(of, project)
    # A share of the budget below its least amount: it cannot pay even a part.
    answer = "ask" if at_most is None else "yes" if sought <= at_most else "no"
    return Verdict("share", answer, lambda: (
        _("It pays %(percent)s %% of the budget at most.", percent=percent),
        _("Say what the project costs in all.") if at_most is None
        else _("That is %(most)s of your %(total)s.", most=euros(at_most), total=euros(project.total or 0)),
    ), bars=at_most is not None and at_most < (of.min_amount or 1))  # fmt: skip


def _sponsor(of: Candidate) -> Verdict | None:
    if not of.requires_sponsor:
        return None
    return Verdict("sponsor", "ask", lambda: (_("Another organisation must stand for you."), ""))


def _got(of: Candidate) -> Verdict | None:
    """Organisations of the network got it: a light reason, never one against."""
    got = of.obtained_by
    if not got:
        return None
    return Verdict("got", "yes", lambda: (
        ngettext("%(n)s organisation here obtained it.", "%(n)s organisations here obtained it.", got), "",
    ), bars=False)  # fmt: skip


def _time(of: Candidate) -> Verdict:
    said = {
        "soon": ("yes", _("It closes within 30 days.")), "open": ("yes", _("It is open.")),
        "permanent": ("yes", _("It is open all year.")), "opens": ("ask", _("It opens later.")),
        "closed": ("no", _("It is closed.")),
    }  # fmt: skip
    answer, title = said.get(of.time, ("ask", _("Its dates are not known to us.")))
    return Verdict("time", answer, lambda: (title, ""))
