"""Proposing a resource and verifying it, as JSON."""

from typing import Any

from flask import Blueprint, abort, request

from forum.core.db import transaction
from forum.core.permissions import Actor
from forum.resources import commands
from forum.resources.models import Resource
from forum.resources.queries import readable
from forum.resources.values import AMOUNTS, DAYS, NUMBERS, SHARES, TEXTS
from forum.spaces.models import Space
from forum.web.api import describes, picked, writer

bp = Blueprint("resources_api", __name__, url_prefix="/api/v1/resources")
FIELDS = {
    **dict.fromkeys((*TEXTS, *DAYS, "level", "status", "confidence"), "text"),
    **dict.fromkeys((*AMOUNTS, *SHARES, *NUMBERS), "number"),
    **dict.fromkeys(("zones", "audiences", "excluded_countries"), "words"),
    "conditional_countries": "object",
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
