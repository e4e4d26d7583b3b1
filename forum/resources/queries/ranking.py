"""The catalogue in the order in which it fits an organisation, with the reasons of each row."""

from dataclasses import replace

from sqlalchemy import select

from forum.core.paging import Page
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.items.queries.lists import Filter, ItemRow, by_ids
from forum.resources.fit import Project
from forum.resources.queries.deadlines import day_of_order, rank_of_type
from forum.resources.queries.matching import TABLE, Match, ranked

MOST = 3000  # compared; the rest, whose deadlines are the furthest, comes no more
REASONS = 3  # told in a row


def fitting(filter: Filter, project: Project, actor: Actor, key: str = "", limit: int = 20) -> Page[ItemRow]:
    """A page of rows, the best first. Four queries, whatever the number of resources."""
    start = int(key) if key.isdecimal() and len(key) < 6 else 0
    ids = filter.on(select(Item.id).select_from(Item), actor).order_by(day_of_order(), rank_of_type(), Item.id)
    found = ranked(TABLE.c.id.in_(ids.limit(MOST)), project, actor)
    some = found[start : start + limit]
    place = filter.place_id or (project.seat[0] if project.seat else None)
    rows = by_ids([each.of.id for each in some], actor, place)
    shown = [
        replace(row, facts={**row.facts, "reasons": reasons(each)}) for each in some if (row := rows.get(each.of.id))
    ]
    return Page(shown, str(start + limit) if len(found) > start + limit else None)


def reasons(match: Match) -> list[tuple[str, str]]:
    """(answer, words): what is against, what is for, what is to check; dates are told by the row itself."""
    told = [
        (answer, each) for answer in ("no", "yes", "ask") for each in match.with_answer(answer) if each.rule != "time"
    ]
    return [(answer, each.title) for answer, each in told[:REASONS]]
