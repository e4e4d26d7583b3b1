"""Forms that publish: sent twice (a double click, a reload, a network that came back), published once."""

import hashlib
from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.core.db import db
from forum.core.ids import secret
from forum.core.permissions import Actor
from forum.items.commands.once import Answer, is_done, once
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.queries.reader import draft_of
from forum.web.answers import attempt

T = TypeVar("T", bound=Item | Post)
KEY_LENGTH = 40
UNCOUNTED = ("key", "csrf_token", "after")  # they change when the same text is sent again


def new_key() -> str:
    """For the hidden field `key` of a form that publishes."""
    return secret(12)


def send_once(form: FlaskForm, who: Actor, do: Callable[[], T]) -> T | None:
    """What `do` publishes, or published when this form came first. A refusal goes into the form (None)."""
    made: list[T] = []

    def first() -> dict[str, Any]:
        made[:] = [do()]
        db.session.flush()
        post = made[0] if isinstance(made[0], Post) else None
        return {"item": post.item_id, "number": post.number} if post else {"item": made[0].id, "number": 1}

    answered = answered_once(form, who, first)
    if answered is None:
        return None
    answer, again = answered
    return _published(answer["item"], answer["number"]) if again else made[0]


def answered_once(form: FlaskForm, who: Actor, do: Callable[[], Answer]) -> tuple[Answer, bool] | None:
    """What `do` answers, or answered when this form came first (True). A refusal goes into the form (None).

    The key counts together with the text: whoever goes back and writes something else publishes that too.
    """
    name, digest = _named()

    def work() -> tuple[Answer, bool]:
        return once(who, name, digest, do)

    try:
        return attempt(form, work)
    except IntegrityError:  # both came at once (PostgreSQL): the other one was first
        return attempt(form, work)


def came_before(who: Actor) -> bool:
    """This very form was taken already: nothing more is asked about it. One query."""
    name, _digest = _named()
    return bool(name) and is_done(who, name)


def _named() -> tuple[str, str]:
    key = request.form.get("key", "")[:KEY_LENGTH]
    values = sorted((name, value) for name, value in request.form.items(multi=True) if name not in UNCOUNTED)
    digest = hashlib.sha256(repr((request.path, values)).encode()).hexdigest()
    return f"form {key} {digest[:32]}" if key else "", digest


def _published(item_id: int, number: int) -> Any:
    if number == 1:
        return db.session.get_one(Item, item_id)
    return db.session.scalars(select(Post).where(Post.item_id == item_id, Post.number == number)).one()


def resumed(who: Actor, place: str) -> dict[str, str]:
    """Title and text of the draft of this place, when the address asks for it with ?draft=1."""
    kept = draft_of(who, place) if request.method == "GET" and request.args.get("draft") else None
    found = {"title": kept.title, "source": kept.source} if kept else {}
    return {name: text for name, text in found.items() if text}
