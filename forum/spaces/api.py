"""Spaces as JSON."""

from typing import Any

from flask import Blueprint, Response, abort, request

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.paging import cut, unpack
from forum.spaces.models import Space
from forum.spaces.queries import SpaceRow, known, listed, row_of
from forum.territories.queries import tree
from forum.web.actor import actor
from forum.web.api import describes, limit
from forum.web.api import listed as answered

bp = Blueprint("spaces_api", __name__, url_prefix="/api/v1/spaces")
WORD = {"type": "string"}
MAYBE = {"type": ["string", "null"]}
SPACE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "slug": WORD, "name": WORD, "kind": {"enum": ["national", "region", "theme", "group"]},
        "visibility": {"enum": ["public", "unlisted", "members", "private"]}, "summary": WORD, "network": WORD,
        "territory": MAYBE, "parent": MAYBE, "members": {"type": "integer"}, "url": WORD,
    },
}  # fmt: skip
WHOLE_SPACE = {
    "type": "object",
    "properties": {**SPACE["properties"], "about": WORD, "rules": WORD, "website": WORD, "joining": WORD,
                   "item_kinds": {"type": "array", "items": WORD}},
}  # fmt: skip
LIST = {
    "type": "object",
    "required": ["results", "next"],
    "properties": {"results": {"type": "array", "items": SPACE}, "next": MAYBE},
}


@bp.get("")
@describes(
    method="get", path="/api/v1/spaces", summary="Spaces that the asker is shown",
    query={"limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "cursor": WORD}, answer=LIST,
)  # fmt: skip
def index() -> Response:
    """A page of spaces: national, regions, themes, groups. One query: their number is that of regions and groups."""
    rows = listed(actor())
    slugs = {row.id: row.slug for row in rows}
    size, start = limit(), 0
    if after := unpack(request.args.get("cursor", ""), 1):
        place = next((at for at, row in enumerate(rows) if row.id == after[0]), None)
        if place is None:
            raise Invalid(_("This page address is damaged; start again from the first page."))
        start = place + 1
    page = cut(rows[start : start + size + 1], size, lambda row: (row.id,))
    return answered((_space(row, slugs.get(row.parent_id or 0)) for row in page.rows), page.next)


@bp.get("/<slug>")
@describes(method="get", path="/api/v1/spaces/{slug}", summary="One space", answer=WHOLE_SPACE)
def show(slug: str) -> dict[str, Any]:
    """One space that the asker may know of."""
    space: Space = known(slug, actor()) or abort(404)
    row, parent = row_of(space)
    return {
        **_space(row, parent), "about": space.about, "rules": space.rules, "website": space.website,
        "joining": space.joining, "item_kinds": list(space.item_kinds),
    }  # fmt: skip


def _space(row: SpaceRow, parent: str | None) -> dict[str, Any]:
    node = tree().nodes.get(row.territory_id or 0)
    return {
        "slug": row.slug, "name": row.name, "kind": row.kind, "visibility": row.visibility, "summary": row.summary,
        "network": row.network, "territory": node.code if node else None, "parent": parent, "members": row.members,
        "url": f"/spaces/{row.slug}",
    }  # fmt: skip
