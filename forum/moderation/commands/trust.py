"""From newcomer to member.

A newcomer's messages with links wait for a moderator: that is what spam looks like. One becomes a member
- when moderators have approved three of one's messages, or
- when three of one's messages are public and the first is a day old: whoever fills a site with links in an
  hour does not wait until tomorrow.
Nothing is taken from a member: the keepers of a space hide messages, administrators suspend accounts.
"""

from datetime import timedelta

from sqlalchemy import func, select, union_all

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import NOBODYS
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.models import User

NEEDED = 3
A_DAY = timedelta(days=1)


def approved(user_id: int) -> None:
    """A moderator approved one of their messages."""
    user = db.session.get(User, user_id)
    if user is None:
        return
    user.approved_posts += 1
    if user.approved_posts >= NEEDED:
        user.trust = max(user.trust, 1)


def disapproved(user_id: int) -> None:
    """That approval was a mistake: it counts no longer, nor the trust that it gave."""
    user = db.session.get(User, user_id)
    if user is None or not user.approved_posts:
        return
    user.approved_posts -= 1
    if user.approved_posts == NEEDED - 1 and user.trust == 1:
        user.trust = 0


def grow(user_ids: set[int]) -> None:
    """Newcomers among these who published enough become members. Two queries, then one for each newcomer."""
    newcomers = select(User).where(User.id.in_(user_ids), User.trust == 0)
    for user in db.session.scalars(newcomers).all():
        mine = union_all(
            select(Item.created_at).where(Item.author_id == user.id, Item.state == "public", Item.space_id != NOBODYS),
            select(Post.created_at)
            .join(Item, Item.id == Post.item_id)
            .where(Post.author_id == user.id, Post.state == "public", Item.space_id != NOBODYS),
        ).subquery()
        count, first = db.session.execute(select(func.count(), func.min(mine.c.created_at))).one()
        if count >= NEEDED and clock.now() - first >= A_DAY:
            user.trust = 1
