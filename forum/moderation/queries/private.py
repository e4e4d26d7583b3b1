"""A message of a conversation between people that was reported: it alone is shown, with its nearest neighbours."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, literal, select

from forum.core.db import db
from forum.core.permissions import NOBODYS, Actor
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message
from forum.moderation.policy import keeps
from forum.people.models import User


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What was said just before or after."""

    number: int
    author: str
    html: str
    at: datetime


def reported(item_id: int, number: int, actor: Actor) -> Message | None:
    """The message, for administrators when somebody reported it; None otherwise. Three queries at most."""
    if not actor.is_admin:
        return None
    found = _message(item_id, number)
    return found if found and keeps(actor, found) else None


def of_author(item_id: int, number: int, actor: Actor) -> Message | None:
    """One's own message of a conversation that one left since: what was decided about it can still be contested."""
    found = _message(item_id, number)
    return found if found and found.row.author_id == actor.id else None


def _message(item_id: int, number: int) -> Message | None:
    item = db.session.scalars(select(Item).where(Item.id == item_id, Item.space_id == NOBODYS)).first()
    rows = select(Post).where(Post.item_id == item_id, Post.number == number)
    row = item if number == 1 else db.session.scalars(rows).first()
    return Message(item, number, row) if item and row else None


def neighbours(message: Message) -> list[Neighbour]:
    """The message before and the message after a reported private one; nothing elsewhere. Two queries at most."""
    if message.space_id != NOBODYS:
        return []
    here = (Post.item_id == message.item.id, Post.state == "public")
    before = _said().where(*here, Post.number < message.number).order_by(Post.number.desc()).limit(1)
    after = _said().where(*here, Post.number > message.number).order_by(Post.number).limit(1)
    first = (
        select(literal(1), User.name, Item.html, Item.created_at)
        .join(User, User.id == Item.author_id)
        .where(Item.id == message.item.id, Item.state == "public")
    )
    found = list(db.session.execute(before)) if message.number > 2 else []
    if not found and message.number > 1:
        found = list(db.session.execute(first))
    return [Neighbour(*row) for row in (*found, *db.session.execute(after))]


def _said() -> Select:
    return select(Post.number, User.name, Post.html, Post.created_at).join(User, User.id == Post.author_id)
