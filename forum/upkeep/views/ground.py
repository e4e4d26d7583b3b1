"""What these views share."""

from flask import Blueprint, abort

from forum.items.models.item import Item
from forum.items.queries.heads import readable
from forum.upkeep.policy import KINDS
from forum.web.actor import actor

bp = Blueprint("upkeep", __name__)


def item_or_404(item_id: int) -> Item:
    """A practice document or a resource, if the reader may see it."""
    found = readable(item_id, actor())
    return found if found is not None and found.kind in KINDS else abort(404)
