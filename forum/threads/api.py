"""Threads and their answers, as JSON."""

from typing import Any

from flask import Blueprint, abort

from forum.core.db import transaction
from forum.core.permissions import Actor
from forum.spaces.models import Space
from forum.threads import commands, queries
from forum.threads.models import Thread
from forum.web.actor import actor
from forum.web.api import body, describes, picked, writer

bp = Blueprint("threads_api", __name__, url_prefix="/api/v1/threads")
ANSWER = {"type": "object", "properties": {"answer": {"type": ["integer", "null"]}}}


def create(actor: Actor, space: Space, common: dict[str, Any], more: dict[str, Any]) -> Thread:
    """A new thread: POST /api/v1/items with kind "thread"."""
    return commands.ask(actor, space, **common, **picked(more, purpose="text"))


@bp.put("/<int:thread_id>/answer")
@describes(
    method="put", path="/api/v1/threads/{id}/answer", summary="Keep a message as the answer", scope="write",
    body={"type": "object", "required": ["post"], "properties": {"post": {"type": "integer"}}}, answer=ANSWER,
)  # fmt: skip
def accept(thread_id: int) -> dict[str, Any]:
    """Keep a message, by its number, as the answer."""
    thread = queries.readable(thread_id, actor()) or abort(404)
    reply = queries.reply_in(thread, body().get("post")) or abort(404)
    with transaction():
        commands.accept_answer(writer(), thread, reply)
    return {"answer": reply.number}


@bp.delete("/<int:thread_id>/answer")
@describes(
    method="delete", path="/api/v1/threads/{id}/answer", summary="Take the answer back", scope="write", answer=ANSWER
)
def take_back(thread_id: int) -> dict[str, Any]:
    """No accepted answer any more."""
    thread = queries.readable(thread_id, actor()) or abort(404)
    with transaction():
        commands.take_back_answer(writer(), thread)
    return {"answer": None}
