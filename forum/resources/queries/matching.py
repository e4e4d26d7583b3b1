"""The resources that money is sought from, with their rules, ranked for a project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from sqlalchemy import String, cast, func, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.item import Item, ItemTerritory, ItemTheme
from forum.items.policy import visible_to
from forum.resources.combining import Combination, Part, combine
from forum.resources.fit import Candidate, Project, Verdict, ceiling, verdicts
from forum.resources.models import Resource, ResourceAudience, ResourceZone
from forum.resources.queries.deadlines import NEVER, is_current, state_of
from forum.resources.queries.local import complements_of, laid_over, nearest_first
from forum.territories.queries import Node, themes, tree

TABLE = Resource.__table__
WEIGHTS = {"themes": 4, "country": 2, "seat": 2, "amount": 3}
RULES = (
    "min_amount", "max_amount", "max_amount_overseas", "max_amount_multi_year", "max_cofunding_pct",
    "max_cofunding_pct_collectivite", "min_age_years", "min_annual_budget", "max_annual_budget", "min_project_budget",
    "max_project_budget", "min_duration_months", "max_duration_months", "requires_sponsor", "excluded_countries",
    "conditional_countries", "funder", "level", "type", "standing", "opens_on", "deadline", "status", "verified_on",
    "complements", "told_by", "obtained_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A resource and what its rules say of the project."""

    of: Candidate
    verdicts: list[Verdict]
    most: int | None  # what it could pay

    @property
    def is_out(self) -> bool:
        """A rule says no, and no part of the money can come from it."""
        return any(each.answer == "no" and each.bars for each in self.verdicts)

    @property
    def rank(self) -> int:
        """How well it fits; what is unknown weighs little, what is against weighs much."""
        points = {"yes": 2, "ask": -1, "no": -4}
        sure = 1 if self.of.standing == "verified" else 0
        rules = (each for each in self.verdicts if each.rule != "got")
        got = 1 if self.of.obtained_by else 0  # a light reason: what others got says little of this project
        return sure + got + sum(points[each.answer] * WEIGHTS.get(each.rule, 1) for each in rules)

    @property
    def agreement(self) -> int:
        """What speaks for it less what speaks against it; what nobody knows takes nothing away. For lists of all
        types: a tool with two rules would else stand above a fund with five that fit and one to check."""
        points = {"yes": 2, "ask": 0, "no": -4}
        return sum(points[each.answer] * WEIGHTS.get(each.rule, 1) for each in self.verdicts if each.rule != "time")

    def with_answer(self, answer: str) -> list[Verdict]:
        """The rules that answer so."""
        return [each for each in self.verdicts if each.answer == answer]


def matches(project: Project, actor: Actor) -> list[Match]:
    """All funding and calls that are not closed, the best first, as they are for the seat. Two queries at most."""
    money = TABLE.c.type.in_(("funding", "call")) & (TABLE.c.standing != "refused")
    place = _place(project)
    fresh = money & is_current(place) & (Item.state == "public")
    found = [_match(candidate, project) for candidate in _candidates(fresh, actor, place)]
    return sorted(found, key=lambda each: (each.is_out, -each.rank, each.of.id))


def ranked(where: Any, project: Project, actor: Actor) -> list[Match]:
    """Those of a list, the best first; what rules exclude comes last. Two queries at most."""
    found = [_match(candidate, project) for candidate in _candidates(where, actor, _place(project))]
    return sorted(found, key=_by_agreement)


def _by_agreement(match: Match) -> tuple[Any, ...]:
    """What is excluded last; where as much agrees, money first, then the nearest deadline."""
    is_money = match.of.type in ("funding", "call")
    return (match.is_out, -match.agreement, not is_money, match.of.deadline or NEVER, match.of.id)


def match(resource_id: int, project: Project, actor: Actor) -> Match | None:
    """One resource; None for what the actor may not see. Two queries at most."""
    found = _candidates(TABLE.c.id == resource_id, actor, _place(project))
    return next((_match(each, project) for each in found), None)


def _place(project: Project) -> Node | None:
    return tree().nodes.get(project.seat[0]) if project.seat else None


def combined(found: Iterable[Match], amount: int) -> list[Combination]:
    """Ways to reach the amount with several of them. Those whose ceiling is unknown are not counted on."""
    parts = [
        Part(each.of.id, each.of.min_amount or 0, each.most, each.of.funder, each.of.level, each.rank)
        for each in found
        if each.most and not _is_barred_from_a_part(each)
    ]
    return combine(parts, amount)


def _is_barred_from_a_part(match: Match) -> bool:
    off_subject = any(each.rule == "themes" and each.answer == "no" for each in match.verdicts)
    return match.is_out or off_subject


def _match(candidate: Candidate, project: Project) -> Match:
    return Match(candidate, verdicts(candidate, project), ceiling(candidate, project))


def _candidates(where: Any, actor: Actor, place: Node | None) -> Iterable[Candidate]:
    statement = (
        select(
            Item.id, Item.title, Item.slug, *(TABLE.c[name] for name in RULES),
            _codes(ResourceAudience.actor_type, ResourceAudience.resource_id).label("audiences"),
            _codes(ResourceZone.zone, ResourceZone.resource_id).label("zones"),
            _codes(cast(ItemTheme.theme_id, String), ItemTheme.item_id).label("themes"),
            _codes(cast(ItemTerritory.territory_id, String), ItemTerritory.item_id).label("territories"),
        )
        .select_from(Item)
        .join(TABLE, TABLE.c.id == Item.id)
        .where(where, visible_to(actor))
    )  # fmt: skip
    nodes, known = tree().nodes, themes()
    rows = db.session.execute(statement).all()
    local = complements_of([row.id for row in rows if row.complements]) if place else {}
    for row in rows:
        columns: Mapping[str, Any] = row._mapping
        near = nearest_first(local.get(row.id, ()), place)
        if near:
            merged, _from = laid_over(columns, near)
            columns = {name: merged[name] for name in columns}
        places = [int(each) for each in _split(columns["territories"])]
        subjects = [int(each) for each in _split(columns["themes"])]
        yield Candidate(
            columns, state_of(SimpleNamespace(**columns)), frozenset(_split(columns["audiences"])), frozenset(_split(columns["zones"])),
            frozenset(known[each].code for each in subjects if each in known),
            {each: nodes[each].name for each in places if each in nodes},
            near[0].node.name if near else "",
        )  # fmt: skip


def _codes(column: Any, owner: Any) -> Any:
    return select(func.aggregate_strings(column, ",")).where(owner == Item.id).correlate(Item).scalar_subquery()


def _split(text: str | None) -> list[str]:
    return text.split(",") if text else []
