"""One poll, for a command."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message
from forum.items.queries.heads import message, readable
from forum.polls.models import Option, Poll
from forum.polls.policy import Asked, may_keep


def asked(poll_id: int, actor: Actor) -> Asked | None:
    """The poll with its message, if the actor may see both; a withdrawn one, if they keep it. Four queries at most."""
    poll = db.session.get(Poll, poll_id)
    if poll is None:
        return None
    found = message(readable(poll.item_id, actor), poll.number, actor)
    if found is None:
        return None
    case = Asked(poll, found)
    return case if poll.withdrawn_at is None or may_keep(actor, case) else None


def placed(poll: Poll) -> Asked:
    """The poll with its message, whoever asks: the rules are still to be asked. Two queries."""
    item = db.session.get_one(Item, poll.item_id)
    if poll.number == 1:
        return Asked(poll, Message(item, 1, item))
    post = db.session.scalars(select(Post).where(Post.item_id == poll.item_id, Post.number == poll.number)).one()
    return Asked(poll, Message(item, poll.number, post))


def options_of(poll_id: int) -> list[Option]:
    """In their order on the page. One query."""
    return list(db.session.scalars(select(Option).where(Option.poll_id == poll_id).order_by(Option.place)))
