"""Lists of items, one item, its messages."""

from typing import Any

from flask import Response, request

from forum.items.api.ground import (
    CURSOR,
    ITEM,
    POST,
    WHOLE_ITEM,
    WORD,
    bp,
    filter_asked,
    head_or_404,
    listing,
    post_of,
    row_of,
    whole,
)
from forum.items.queries.heads import labels
from forum.items.queries.lists import ACTIVE, NEWEST, listed
from forum.items.queries.replies import replies_of
from forum.web.actor import actor
from forum.web.api import describes, limit
from forum.web.api import listed as answered

FILTERS = ("kind", "space", "territory", "theme", "tag")


@bp.get("")
@describes(
    method="get", path="/api/v1/items", summary="Publications that the asker may read, the last active first",
    query={**{name: WORD for name in FILTERS}, "sort": {"enum": ["active", "newest"]}, **CURSOR}, answer=listing(ITEM),
)  # fmt: skip
def index() -> Response:
    """A page of items."""
    order = NEWEST if request.args.get("sort") == "newest" else ACTIVE
    page = listed(filter_asked(), actor(), order=order, key=request.args.get("cursor", ""), limit=limit())
    return answered((row_of(row) for row in page.rows), page.next)


@bp.get("/<int:item_id>")
@describes(method="get", path="/api/v1/items/{id}", summary="One publication with its text", answer=WHOLE_ITEM)
def show(item_id: int) -> dict[str, Any]:
    """One item."""
    return whole(head_or_404(item_id), labels(item_id))


@bp.get("/<int:item_id>/posts")
@describes(
    method="get", path="/api/v1/items/{id}/posts", summary="Its messages, oldest first", query=CURSOR,
    answer=listing(POST),
)  # fmt: skip
def posts(item_id: int) -> Response:
    """A page of replies."""
    found = head_or_404(item_id)
    page = replies_of(found, actor(), request.args.get("cursor", ""), limit())
    return answered((post_of(row, found.url) for row in page.rows), page.next)
