"""What changes for readers when something goes to another space: who can no longer read it, or who suddenly can."""

from dataclasses import dataclass

from sqlalchemy import select, union

from forum.core.db import db
from forum.core.permissions import can
from forum.items.models.around import Watch
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.models import User
from forum.spaces import actors
from forum.spaces.models import Space

MOST = 1000  # people looked at; a thousand names say enough


@dataclass(frozen=True, slots=True)
class Change:
    """closes: fewer may read it there. authors: names of those who wrote in it and may not; followers: how many."""

    closes: bool
    opens: bool
    authors: list[str]
    followers: int
    space: str
    slug: str

    @property
    def matters(self) -> bool:
        """Something to say before it is done."""
        return self.closes or self.opens


def change_for_readers(item: Item, space: Space, numbers: list[int] | None = None) -> Change:
    """If the item, or only these messages of it, went to this space. Four queries at most, none between open ones."""
    here = db.session.get_one(Space, item.space_id)
    if space.id == here.id or (space.is_public and here.is_public):
        return Change(False, False, [], 0, space.name, space.slug)
    posts = select(Post.author_id).where(Post.item_id == item.id, Post.state != "deleted")
    if numbers is not None:
        wrote = posts.where(Post.number.in_(numbers)).distinct()
    else:
        wrote = union(posts, select(Item.author_id).where(Item.id == item.id))  # type: ignore[assignment]
    authors = set(list(db.session.scalars(wrote))[:MOST])
    watches = select(Watch.user_id).where(Watch.subject == "item", Watch.subject_id == item.id, Watch.level != "mute")
    followers = set(db.session.scalars(watches.limit(MOST))) - authors
    known = actors.of_users(authors | followers)
    out = {each for each, who in known.items() if can(who, "read", here) and not can(who, "read", space)}
    names = select(User.name).where(User.id.in_(authors & out)).order_by(User.name)
    return Change(
        not space.is_public, space.is_public and not here.is_public, list(db.session.scalars(names)),
        len(followers & out), space.name, space.slug,
    )  # fmt: skip
