"""What rows of lists and the index show of resources."""

from types import SimpleNamespace
from typing import Any

from sqlalchemy import literal, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.policy import visible_to
from forum.resources.around import LOCAL
from forum.resources.models import Resource, ResourceAudience, ResourceZone
from forum.resources.queries.deadlines import state_of
from forum.resources.queries.local import AHEAD, HERE, complements_of, laid_over, nearest_first
from forum.territories.queries import tree
from forum.territories.vocabulary import actor_types, place_name

TABLE = Resource.__table__


def readable(resource_id: int, actor: Actor) -> Resource | None:
    """The resource, for a command; None for what the actor may not see. One query."""
    return db.session.scalars(select(Resource).where(Resource.id == resource_id, visible_to(actor))).first()


def facts(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Type, standing, amounts, dates of each resource. One query."""
    columns = (
        TABLE.c.id, TABLE.c.type, TABLE.c.standing, TABLE.c.funder, TABLE.c.level, TABLE.c.min_amount,
        TABLE.c.max_amount, TABLE.c.max_cofunding_pct, TABLE.c.opens_on, TABLE.c.deadline, TABLE.c.status,
        TABLE.c.verified_on, TABLE.c.confidence, TABLE.c.complements,
        TABLE.c.next_opens_on, TABLE.c.next_deadline, TABLE.c.usual_month,
    )  # fmt: skip
    found = {}
    for row in db.session.execute(select(*columns).where(TABLE.c.id.in_(ids))):
        known = dict(row._mapping)
        known["time"] = state_of(row)
        known["state"] = "closed" if known["time"] == "closed" and row.standing == "verified" else row.standing
        found[known.pop("id")] = known
    return found


def facts_there(found: dict[int, dict[str, Any]], place_id: int) -> None:
    """Facts of list rows as they are for a place. One query, none when none of them has a complement."""
    ids, place = [each for each, facts in found.items() if facts.get("complements")], tree().nodes.get(place_id)
    if not ids or place is None:
        return
    for resource_id, rows in complements_of(ids).items():
        near = nearest_first(rows, place)
        if not near:
            continue
        facts = found[resource_id]
        merged, _local = laid_over({name: facts[name] for name in facts if name in (*LOCAL, *AHEAD)}, near)
        facts.update({name: merged[name] for name in merged if name in facts})
        facts["time"] = state_of(SimpleNamespace(**facts))
        facts["state"] = (
            "closed" if facts["time"] == "closed" and facts["standing"] == "verified" else facts["standing"]
        )
        facts["local"] = near[0].node.name


def words(ids: list[int]) -> dict[int, dict[str, str]]:
    """Who funds, for whom, where, in words: for the index. Three queries."""
    columns = (TABLE.c.id, TABLE.c.funder, TABLE.c.tool, TABLE.c.contact, TABLE.c.url, TABLE.c.deadline_note)
    found = {row.id: [str(each) for each in row[1:] if each] for row in db.session.execute(
        select(*columns).where(TABLE.c.id.in_(ids)))}  # fmt: skip
    local = select(HERE.c.resource_id, HERE.c.source, HERE.c.contact).where(HERE.c.resource_id.in_(ids))
    for resource_id, source, contact in db.session.execute(local):
        found.get(resource_id, []).extend(each for each in (source, contact) if each)
    for resource_id, audience, zone in db.session.execute(_reach(ids)):
        if resource_id in found:
            found[resource_id].append(actor_types().get(audience, audience) if audience else place_name(zone))
    return {resource_id: {"keywords": " ".join(parts)} for resource_id, parts in found.items()}


def _reach(ids: list[int]) -> Any:
    audiences = select(ResourceAudience.resource_id, ResourceAudience.actor_type, literal(""))
    zones = select(ResourceZone.resource_id, literal(""), ResourceZone.zone)
    return union_all(
        audiences.where(ResourceAudience.resource_id.in_(ids)), zones.where(ResourceZone.resource_id.in_(ids))
    )
