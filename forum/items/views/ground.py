"""What these views share: the blueprint, and the loaders that answer 404 for what one may not see."""

import re

from flask import Blueprint, abort, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from forum.items.models.item import Item
from forum.items.models.keeping import Act
from forum.items.policy import Message
from forum.items.queries.heads import Head, head, message, readable
from forum.items.queries.moved import new_place
from forum.web.actor import actor
from forum.web.answers import done

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
    return abort(404)


def done_and_undo(said: str, act: Act | None, *, to: str) -> BaseResponse:
    """It worked; the sentence that says so carries the button that undoes it."""
    if act is None:
        return done(said, to=to)
    return done(Markup(render_template("items/_undo.html", said=said, act=act)), to=to)


def number_in(text: str) -> int:
    """The item that an address or a number speaks of; 0 for none."""
    found = re.search(r"(?:threads|documents|resources|needs|items)/(\d+)", text) or re.fullmatch(
        r"\s*#?(\d+)\s*", text
    )
    return int(found.group(1)) if found else 0
