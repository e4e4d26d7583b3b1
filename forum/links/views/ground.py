"""What these views share."""

from flask import Blueprint, abort

from forum.items.models.item import Item
from forum.items.queries.heads import readable
from forum.web.actor import actor

bp = Blueprint("links", __name__)


def item_or_404(item_id: int) -> Item:
    """The publication, if the reader may see it."""
    return readable(item_id, actor()) or abort(404)
