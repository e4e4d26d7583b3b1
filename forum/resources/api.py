"""Proposing a resource and verifying it, as JSON."""

from typing import Any

from flask import Blueprint, abort, request

from forum.core.db import transaction
from forum.core.permissions import Actor
from forum.resources import commands, complementing
from forum.resources.around import LOCAL
from forum.resources.models import Resource
from forum.resources.queries import readable
from forum.resources.queries.local import LocalRow, complements_of
from forum.resources.values import AMOUNTS, DAYS, NUMBERS, SHARES, TEXTS
from forum.spaces.models import Space
from forum.territories.queries import Node, tree
from forum.web.actor import actor
from forum.web.api import describes, picked, writer

bp = Blueprint("resources_api", __name__, url_prefix="/api/v1/resources")
FIELDS = {
    **dict.fromkeys((*TEXTS, *DAYS, "level", "status", "confidence"), "text"),
    **dict.fromkeys((*AMOUNTS, *SHARES, *NUMBERS), "number"),
    **dict.fromkeys(("zones", "audiences", "excluded_countries", "requires"), "words"),
    "conditional_countries": "object",
    "windows": "text",
    "usual_month": "number",
    "requires_sponsor": "flag",
}


def create(actor: Actor, space: Space, common: dict[str, Any], more: dict[str, Any]) -> Resource:
    """A new resource: POST /api/v1/items with kind "resource"."""
    fields = {"type": "funding", **picked(more, type="text", **FIELDS)}
    return commands.propose(actor, space, **common, **fields)


@bp.put("/<int:resource_id>/verification")
@describes(
    method="put", path="/api/v1/resources/{id}/verification", summary="Say that a resource is right today",
    scope="write", body={"type": "object", "properties": {"note": {"type": "string", "maxLength": 300}}},
    answer={"type": "object", "properties": {"standing": {"type": "string"}, "verified_on": {"type": "string"}}},
)  # fmt: skip
def verify(resource_id: int) -> dict[str, Any]:
    """A curator looked: it is right."""
    who = writer()
    resource = readable(resource_id, who) or abort(404)
    note = (request.get_json(silent=True) or {}).get("note", "")
    with transaction():
        commands.verify(who, resource, str(note))
    return {"standing": resource.standing, "verified_on": str(resource.verified_on)}


COMPLEMENT = {
    "type": "object",
    "properties": {
        "territory": {"type": "string"}, "facts": {"type": "object"}, "body": {"type": "string"},
        "verified_on": {"type": "string", "format": "date"}, "version": {"type": "integer"},
    },
}  # fmt: skip


def _plain(row: LocalRow) -> dict[str, Any]:
    return {
        "territory": row.node.code, "facts": complementing.plain(row.facts), "body": row.source,
        "verified_on": row.verified_on.isoformat(), "version": row.version,
    }  # fmt: skip


def _place(code: str) -> Node:
    return tree().codes.get(code) or abort(404)


@bp.get("/<int:resource_id>/complements")
@describes(
    method="get", path="/api/v1/resources/{id}/complements", summary="What territories say otherwise of a resource",
    answer={"type": "object", "properties": {"results": {"type": "array", "items": COMPLEMENT}}},
)  # fmt: skip
def complements(resource_id: int) -> dict[str, Any]:
    """All of them, regions first."""
    if readable(resource_id, actor()) is None:
        abort(404)
    return {"results": [_plain(row) for row in complements_of([resource_id]).get(resource_id, [])]}


@bp.put("/<int:resource_id>/complements/<code>")
@describes(
    method="put", path="/api/v1/resources/{id}/complements/{code}", summary="Say what differs in a territory",
    scope="write", answer=COMPLEMENT,
    body={"type": "object", "properties": {"body": {"type": "string"}, "reason": {"type": "string"},
                                           **{name: {} for name in LOCAL}}},
)  # fmt: skip
def complement(resource_id: int, code: str) -> dict[str, Any]:
    """Whole: what is not said is as the sheet says."""
    who = writer()
    resource, place = readable(resource_id, who) or abort(404), _place(code)
    given = request.get_json(silent=True) or {}
    texts = picked(given, body="text", reason="text")
    facts = picked(given, **{name: FIELDS[name] for name in LOCAL})
    with transaction():
        complementing.complement(
            who, resource, place, source=texts.get("body", ""), facts=facts, reason=texts.get("reason", "")
        )
    rows = complements_of([resource_id])[resource_id]
    return _plain(next(row for row in rows if row.territory_id == place.id))


@bp.delete("/<int:resource_id>/complements/<code>")
@describes(
    method="delete", path="/api/v1/resources/{id}/complements/{code}", summary="The sheet alone counts there again",
    scope="write", answer={"type": "object", "properties": {"complements": {"type": "integer"}}},
)  # fmt: skip
def remove_complement(resource_id: int, code: str) -> dict[str, Any]:
    """Its history stays."""
    who = writer()
    resource = readable(resource_id, who) or abort(404)
    with transaction():
        complementing.take_away(who, resource, _place(code))
    return {"complements": resource.complements}
