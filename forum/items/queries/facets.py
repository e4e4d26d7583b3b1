"""What a list may be narrowed by, and how many rows each choice would leave: all choices in one query."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, distinct, func, literal, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.item import Item, ItemTerritory, ItemTheme
from forum.items.queries.lists import Filter
from forum.territories.queries import themes, tree

Clause = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing to narrow by. `name`: in the address; `say`: how the sentence tells it, with %(value)s.

    options: codes and their labels in the order shown; None for a free value, which is not counted.
    joined: a table with several rows an item; its `owner` column names the item.
    expand: when several rows together decide (territories, countries): the codes of an item, joined by
    commas, to the options that it fits.
    """

    name: str
    label: Any
    say: Any
    clause: Callable[[str], Clause | None]
    options: Mapping[str, str] | None = None
    column: Any = None
    joined: Any = None
    owner: Any = None
    expand: Callable[[str], Iterable[str]] | None = None
    groups: Mapping[str, str] = field(default_factory=dict)  # first code of a group of options -> its title


@dataclass(frozen=True, slots=True)
class Counts:
    """How many in all, and for each option as if it were chosen, the other filters being as they are."""

    total: int
    options: dict[str, dict[str, int]]


def counts(base: Filter, facets: Iterable[Facet], chosen: Mapping[str, Clause], actor: Actor) -> Counts:
    """One query, whatever the number of facets."""
    counted = [facet for facet in facets if facet.options is not None]
    everything = replace(base, where=(*base.where, *chosen.values()))
    total = everything.on(select(Item.id).select_from(Item), actor).subquery()
    parts = [select(literal(""), literal(""), func.count()).select_from(total)]
    for facet in counted:
        others = tuple(clause for name, clause in chosen.items() if name != facet.name)
        parts.append(_part(facet, replace(base, where=(*base.where, *others)), actor))
    found: dict[str, dict[str, int]] = {facet.name: {} for facet in counted}
    by_name = {facet.name: facet for facet in counted}
    sum_of = 0
    for name, code, count in db.session.execute(union_all(*parts)):
        if not name:
            sum_of = count
            continue
        expand = by_name[name].expand
        for each in expand(code or "") if expand else (code or "",):
            found[name][each] = found[name].get(each, 0) + count
    return Counts(sum_of, found)


def _part(facet: Facet, filter: Filter, actor: Actor) -> Select:
    # The inner query names each row's code, the outer one counts: so the expression stands once (PostgreSQL
    # takes two bound parameters for different ones in SELECT and GROUP BY).
    rows = select(Item.id.label("item"), cast(facet.column, String).label("code")).select_from(Item)
    if facet.joined is not None:
        rows = rows.join(facet.joined, facet.owner == Item.id)
    rows = filter.on(rows, actor)
    if facet.expand is not None:
        rows = rows.group_by(Item.id)
    inner = rows.subquery()
    counted = func.count(distinct(inner.c.item))
    return select(literal(facet.name), inner.c.code, counted).group_by(inner.c.code)


def theme_facet(label: Any, say: Any) -> Facet:
    """By theme."""
    codes = {str(row.id): row.code for row in themes().values()}
    ids = {row.code: row.id for row in themes().values()}

    def clause(code: str) -> Clause:
        return Item.id.in_(select(ItemTheme.item_id).where(ItemTheme.theme_id == ids[code]))

    return Facet(
        "theme", label, say, clause, {row.code: row.label for row in themes().values()},
        func.aggregate_strings(cast(ItemTheme.theme_id, String), ","), ItemTheme, ItemTheme.item_id,
        lambda found: {codes[each] for each in found.split(",") if each in codes},
    )  # fmt: skip


def territory_facet(label: Any, say: Any) -> Facet:
    """By territory: what applies there, above and below included."""
    nodes = tree().of_kind("region", "overseas_collectivity", "department")
    nodes.sort(key=lambda node: node.kind == "department")

    def clause(code: str) -> Clause:
        around = tree().around(tree().codes[code].id)
        return Item.id.in_(select(ItemTerritory.item_id).where(ItemTerritory.territory_id.in_(around)))

    def expand(found: str) -> set[str]:
        known = tree().nodes
        fits: set[int] = set()
        for each in found.split(","):
            if each.isdigit() and int(each) in known:
                fits.update(tree().around(int(each)))
        return {known[each].code for each in fits}

    return Facet(
        "territory", label, say, clause, {node.code: node.name for node in nodes},
        func.aggregate_strings(cast(ItemTerritory.territory_id, String), ","), ItemTerritory, ItemTerritory.item_id,
        expand,
    )  # fmt: skip
