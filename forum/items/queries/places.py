"""Where a reader stopped in items, and what is new there."""

from dataclasses import dataclass

from sqlalchemy import case, func, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.around import Reading, Visit
from forum.items.models.item import Item
from forum.items.models.post import Post

PAGE = 20
MANY = 100  # unread messages are counted up to here


@dataclass(frozen=True, slots=True)
class Place:
    """`read`: the last number read, 0 when never opened. `is_new`: never opened, published since the last visit."""

    read: int
    unread: int
    is_new: bool

    @property
    def anchor(self) -> str:
        """To be put behind the address of the item: the first unread message, or the last one read of a long one."""
        if self.unread:
            return f"?post={self.read + 1}#new"
        return f"?post={self.read}#post-{self.read}" if self.read > PAGE else ""


def places(ids: list[int], actor: Actor) -> dict[int, Place]:
    """The reader's place in each of these. One query; none for visitors."""
    if not actor.is_someone or not ids:
        return {}
    unread = (
        select(func.count())
        .where(
            Post.item_id == Item.id, Post.number > Reading.number, Post.number <= Reading.number + MANY,
            Post.state == "public",
        )
        .correlate(Item, Reading)
        .scalar_subquery()
    )  # fmt: skip
    since = select(Visit.since).where(Visit.user_id == actor.id).scalar_subquery()
    rows = (
        select(
            Item.id, func.coalesce(Reading.number, 0), case((Reading.number < Item.last_number, unread), else_=0),
            case(((Reading.number.is_(None)) & (Item.created_at > since) & (Item.author_id != actor.id), 1), else_=0),
        )
        .outerjoin(Reading, (Reading.item_id == Item.id) & (Reading.user_id == actor.id))
        .where(Item.id.in_(ids))
    )  # fmt: skip
    return {item_id: Place(read, many, bool(fresh)) for item_id, read, many, fresh in db.session.execute(rows)}
