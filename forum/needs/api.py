"""Needs and the voices behind them, as JSON."""

from typing import Any

from flask import Blueprint, abort, request

from forum.core.db import transaction
from forum.core.permissions import Actor
from forum.needs import commands
from forum.needs.models import Need
from forum.needs.queries import readable
from forum.spaces.models import Space
from forum.web.api import describes, picked, writer

bp = Blueprint("needs_api", __name__, url_prefix="/api/v1/needs")
ANSWER = {"type": "object", "properties": {"voices": {"type": "integer"}}}
PATH = "/api/v1/needs/{id}/supports/{organisation}"


def create(actor: Actor, space: Space, common: dict[str, Any], more: dict[str, Any]) -> Need:
    """A new need: POST /api/v1/items with kind "need"."""
    return commands.voice(actor, space, **common, **picked(more, affected="text", level="text"))


@bp.put("/<int:need_id>/supports/<int:organisation>")
@describes(
    method="put", path=PATH, summary="Stand behind a need for an organisation whose mandate one holds", scope="write",
    body={"type": "object", "properties": {"remark": {"type": "string", "maxLength": 300}}}, answer=ANSWER,
)  # fmt: skip
def support(need_id: int, organisation: int) -> dict[str, Any]:
    """One organisation, one voice."""
    who = writer()
    need = readable(need_id, who) or abort(404)
    with transaction():
        commands.support(who, need, organisation, str((request.get_json(silent=True) or {}).get("remark", "")))
    return {"voices": need.voices}


@bp.delete("/<int:need_id>/supports/<int:organisation>")
@describes(method="delete", path=PATH, summary="Take an organisation's voice back", scope="write", answer=ANSWER)
def withdraw(need_id: int, organisation: int) -> dict[str, Any]:
    """Its voice is taken back; its history stays."""
    who = writer()
    need = readable(need_id, who) or abort(404)
    with transaction():
        commands.withdraw(who, need, organisation)
    return {"voices": need.voices}
