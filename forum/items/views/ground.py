"""What these views share: the blueprint, and the loaders that answer 404 for what one may not see."""

from flask import Blueprint, abort, redirect, request

from forum.items.models.item import Item
from forum.items.policy import Message
from forum.items.queries.heads import Head, head, message, readable
from forum.items.queries.moved import new_place
from forum.web.actor import actor

bp = Blueprint("items", __name__, url_prefix="/items")


def item_or_404(item_id: int) -> Item:
    """The item, if the reader may see it."""
    return readable(item_id, actor()) or abort(404)


def head_or_404(item_id: int) -> Head:
    """The head of its page, if the reader may see it."""
    return head(item_id, actor()) or abort(404)


def message_or_404(item_id: int, number: int) -> Message:
    """A message, if the reader may see it. Reading one that moved leads to its new place, for ever."""
    found = message(readable(item_id, actor()), number, actor())
    if found and found.row.state != "merged":
        return found
    if request.method == "GET" and (place := new_place(item_id, number, actor())):
        abort(redirect(place, 301))
    abort(404)
