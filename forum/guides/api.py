"""Guides as JSON."""

from typing import Any

from flask import Blueprint, Response, abort, request

from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.guides import commands, queries
from forum.guides.models import Guide
from forum.guides.queries import GuideRow
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.api import body, describes, limit, listed, writer

bp = Blueprint("guides_api", __name__, url_prefix="/api/v1/guides")
WORD, NUMBER, MAYBE = {"type": "string"}, {"type": "integer"}, {"type": ["string", "null"]}
GUIDE: dict[str, Any] = {
    "type": "object",
    "properties": {"id": NUMBER, "title": WORD, "summary": WORD, "space": WORD, "url": WORD, "changed_at": WORD,
                   "sheets": NUMBER},
}  # fmt: skip
LINE = {
    "type": "object",
    "properties": {"depth": {"enum": [0, 1]}, "title": WORD, "item": {"type": ["integer", "null"]}, "kind": WORD,
                   "url": WORD, "number": NUMBER},
}  # fmt: skip
WHOLE = {"type": "object", "properties": {**GUIDE["properties"], "parts": {"type": "array", "items": LINE}}}
LIST = {"type": "object", "required": ["results", "next"],
        "properties": {"results": {"type": "array", "items": GUIDE}, "next": MAYBE}}  # fmt: skip
WANTED = {
    "type": "object", "required": ["title", "space"],
    "properties": {
        "title": WORD, "summary": WORD, "space": WORD,
        "parts": {"type": "array", "items": {"type": "object", "properties": {
            "item": NUMBER, "title": WORD, "depth": {"enum": [0, 1]}}}},
    },
}  # fmt: skip


@bp.get("")
@describes(
    method="get", path="/api/v1/guides", summary="Guides, the last changed first",
    query={"space": WORD, "limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "cursor": WORD},
    answer=LIST,
)  # fmt: skip
def index() -> Response:
    """A page of guides."""
    slug = request.args.get("space", "")
    space = (known(slug, actor()) or abort(404)) if slug else None
    key = request.args.get("cursor", "")
    page = queries.guides(actor(), space_id=space.id if space else None, key=key, limit=limit())
    return listed((_row(row) for row in page.rows), page.next)


@bp.get("/<int:guide_id>")
@describes(method="get", path="/api/v1/guides/{guide_id}", summary="One guide and its lines", answer=WHOLE)
def show(guide_id: int) -> dict[str, Any]:
    """One guide."""
    return _whole(queries.find(guide_id, actor()) or abort(404))


@bp.post("")
@describes(
    method="post", path="/api/v1/guides", summary="Make a guide in a space that one tends", body=WANTED, answer=WHOLE,
    scope="write", status=201,
)  # fmt: skip
def create() -> tuple[dict[str, Any], int]:
    """A new guide, with its lines at once."""
    who, given = writer(), body()
    space = known(str(given.get("space") or ""), who) or abort(404)
    with transaction():
        guide = commands.make(who, space, title=str(given.get("title") or ""), summary=str(given.get("summary") or ""))
        for part in given.get("parts") or []:
            if not isinstance(part, dict):
                raise Invalid(fields={"parts": _("Each part is an object with “item” or “title”.")})
            if isinstance(part.get("item"), int):
                items = queries.readable_items([part["item"]], who)
                if not items:
                    raise Invalid(
                        fields={"parts": _("One of these publications does not exist, or you may not see it.")}
                    )
                commands.add(who, guide, items, depth=1 if part.get("depth") == 1 else 0)
            else:
                commands.add_heading(who, guide, str(part.get("title") or ""))
    return _whole(guide), 201


def _row(row: GuideRow) -> dict[str, Any]:
    return {"id": row.id, "title": row.title, "summary": row.summary, "space": row.space_slug, "url": row.url,
            "changed_at": row.changed_at.isoformat(), "sheets": row.sheets}  # fmt: skip


def _whole(guide: Guide) -> dict[str, Any]:
    parts = [
        {"depth": line.depth, "title": line.title, "item": line.item_id, "kind": line.kind, "url": line.url,
         "number": line.number}
        for line in queries.contents(guide.id, actor())
    ]  # fmt: skip
    return {**_row(queries.row_of(guide, actor())), "parts": parts}
