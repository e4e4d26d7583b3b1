"""What making and changing have in common for all kinds."""

from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.i18n import _
from forum.core.permissions import SYSTEM
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.fields import ReplyRow, Row
from forum.items.commands.edit import edit
from forum.items.commands.publish import classify, place
from forum.items.commands.reply import reply
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message


def values_of(row: Row, authors: Authors) -> dict[str, Any]:
    """What `publish` takes, for a new item of any kind."""
    return {
        "title": row.title,
        "source": row.body,
        "summary": row.summary,
        "author_id": authors.id_of(row.author),
        "created_at": row.created_at,
        "themes": row.themes,
        "tags": row.tags,
        "territories": row.territories,
        "external_id": row.id,
        "external_digest": row.digest,
        **_plain(row),
    }


def _plain(row: Row) -> dict[str, Any]:
    return {
        "lang": row.lang,
        "origin": row.origin,
        "is_example": row.is_example,
        "countries": list(row.countries),
    }


def rewrite(item: Item, row: Row, authors: Authors) -> None:
    """Title and text, as a new version; who and when."""
    version, reason = item.version, _("imported again")
    edit(SYSTEM, Message(item, 1, item), source=row.body, version=version, title=row.title, reason=reason)
    if row.author:
        item.author_id = authors.id_of(row.author)
    if row.created_at:
        item.created_at = row.created_at


def describe(item: Item, row: Row) -> None:
    """What stands around the text, where it is the same for all kinds."""
    item.summary = row.summary
    for name, value in _plain(row).items():
        setattr(item, name, value)
    if row.territories:
        item.territory_id = row.territories[0]
        place(item, row.territories)
    classify(item, row.themes, row.tags)


def put_replies(item: Item, row: Row, authors: Authors, *, fresh: bool) -> dict[str, Post]:
    """Add the replies that are missing, rewrite those that changed. What the file no longer has stays.

    Answers them by their id in the file. One query for an item that exists.
    """
    known: dict[str, Post] = {}
    if not fresh:
        rows = select(Post).where(Post.item_id == item.id, Post.external_id.is_not(None))
        known = {post.external_id or "": post for post in db.session.scalars(rows)}
    for each in row.replies:
        known[each.id] = _put_reply(item, known.get(each.id), each, authors)
    return known


def _put_reply(item: Item, post: Post | None, row: ReplyRow, authors: Authors) -> Post:
    if post is None:
        author_id = authors.id_of(row.author)
        return reply(SYSTEM, item, row.body, author_id=author_id, created_at=row.created_at, external_id=row.id)
    edit(SYSTEM, Message(item, post.number, post), source=row.body, version=post.version, reason=_("imported again"))
    return post
