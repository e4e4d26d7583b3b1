"""Messages to choose from, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.core.db import db
from forum.core.markup.plain import text_of
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import posts_visible_to
from forum.items.queries.heads import Head
from forum.people.models import User

PER_PAGE = 100
MOST = 500


@dataclass(frozen=True, slots=True)
class Choosable:
    """A message in short."""

    number: int
    author: str
    at: datetime
    start: str
    state: str


@dataclass(frozen=True, slots=True)
class Choices:
    """A page of them. `next`: the number after which the next one begins."""

    rows: list[Choosable]
    next: int | None
    after: int


def one_page(head: Head, actor: Actor, after: int) -> Choices:
    """Messages numbered above `after`, the item's own text first on the first page. One query."""
    rows = (
        select(Post.number, User.name, Post.created_at, Post.html, Post.state)
        .join(User, User.id == Post.author_id)
        .where(Post.item_id == head.id, Post.number > after, posts_visible_to(actor, head.space_id))
        .order_by(Post.number)
        .limit(PER_PAGE + 1)
    )
    found = [_short(*row) for row in db.session.execute(rows)]
    more = found[PER_PAGE - 1].number if len(found) > PER_PAGE else None
    own = [_short(1, head.author_name, head.created_at, head.html, head.state)] if after <= 1 else []
    return Choices([*own, *found[:PER_PAGE]], more, after)


def _short(number: int, author: str, at: datetime, html: str, state: str) -> Choosable:
    text = " ".join(text_of(html).split())
    return Choosable(number, author, at, text if len(text) <= 160 else text[:160].rsplit(" ", 1)[0] + "…", state)


def numbers_from(item: Item, first: int, actor: Actor) -> list[int]:
    """This message and those after it that the actor may see. One query."""
    rows = select(Post.number).where(
        Post.item_id == item.id, Post.number >= max(2, first), posts_visible_to(actor, item.space_id)
    )
    return list(db.session.scalars(rows.order_by(Post.number).limit(MOST)))
