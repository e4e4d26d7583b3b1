"""The answer of a thread, as JSON."""

from typing import Any

from flask import Blueprint, abort

from forum.core.db import transaction
from forum.threads import commands, queries
from forum.web.actor import actor
from forum.web.api import body, describes, writer

bp = Blueprint("threads_api", __name__, url_prefix="/api/v1/threads")
ANSWER = {"type": "object", "properties": {"answer": {"type": ["integer", "null"]}}}


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
