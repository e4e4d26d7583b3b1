"""Pages of documents."""

from typing import Any

from flask import Blueprint, Response

from forum.core.permissions import Actor
from forum.items import showing
from forum.items.listing import list_page
from forum.items.queries.heads import Head

bp = Blueprint("documents", __name__, url_prefix="/documents")


@bp.get("/")
def index() -> Response:
    """All of them."""
    return list_page("document", "threads/list.html")


@bp.get("/<int:item_id>-<slug>")
@bp.get("/<int:item_id>")
def show(item_id: int, slug: str | None = None) -> Response:
    """One."""
    return showing.show("document", item_id, slug, "threads/show.html", _extras)


def _extras(item: Head, who: Actor) -> dict[str, Any]:
    return {}
