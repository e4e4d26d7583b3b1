"""The replies under an item, plainly: what the API tells of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.core.db import db
from forum.core.paging import Page, cut, unpack, whole
from forum.core.permissions import Actor
from forum.files.queries import FileRow, packed, unpacked
from forum.items.models.post import Post
from forum.items.policy import posts_visible_to
from forum.items.queries.heads import Head
from forum.people.models import Organisation, User


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """One reply."""

    id: int
    number: int
    state: str
    author: str
    author_name: str
    organisation: str | None
    source: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    reply_to: int | None
    files: tuple[FileRow, ...]


def replies_of(head: Head, actor: Actor, key: str = "", limit: int = 20) -> Page[ReplyRow]:
    """A page of them, oldest first. One query, carried by the unique index on (item_id, number)."""
    rows = (
        select(
            Post.id, Post.number, Post.state, User.handle, User.name, Organisation.name, Post.source, Post.html,
            Post.created_at, Post.edited_at, Post.reply_to, packed(Post.item_id, Post.number),
        )
        .join(User, User.id == Post.author_id)
        .outerjoin(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.item_id == head.id, posts_visible_to(actor, head.space_id))
        .order_by(Post.number)
        .limit(limit + 1)
    )  # fmt: skip
    if after := unpack(key, 1):
        rows = rows.where(Post.number > whole(after[0]))
    page = cut(db.session.execute(rows).all(), limit, lambda row: (row.number,))
    return Page([ReplyRow(*row[:-1], unpacked(row[-1])) for row in page.rows], page.next)
