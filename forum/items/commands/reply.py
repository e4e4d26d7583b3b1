"""Replying under any item."""

from collections.abc import Collection
from datetime import datetime

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Closed, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.files.commands import attach
from forum.items.commands.publish import waits
from forum.items.commands.tell import tell
from forum.items.commands.texts import checked, tie, write
from forum.items.commands.watch import watch_quietly
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.queries import may_speak_for


def reply(
    actor: Actor,
    item: Item,
    source: str,
    *,
    reply_to: int | None = None,
    organisation_id: int | None = None,
    author_id: int | None = None,
    created_at: datetime | None = None,
    external_id: str | None = None,
    files: Collection[int] = (),
) -> Post:
    """Add a message under an item. `author_id`, `created_at`, `external_id`: imports only.
    `files`: ids of what is attached (see files.commands.store).

    Raises Closed, Forbidden, or Invalid naming the field.
    """
    # Post numbers are given by the item's counter, not count(): two replies at once would share one.
    lock(item)
    if item.is_closed and actor.id is not None and not actor.keeps(item.space_id):
        raise Closed(_("This discussion is closed: it takes no more messages."))
    if actor.id or not actor.is_admin:
        require(actor, "reply", item)
    source = checked(source)
    if organisation_id and actor.id and not may_speak_for(actor.id, organisation_id):
        raise Invalid(fields={"organisation": _("You have no confirmed mandate in this organisation.")})
    item.last_number += 1
    number = item.last_number
    post = Post(
        item_id=item.id, number=number, author_id=author_id or actor.id, organisation_id=organisation_id,
        reply_to=reply_to if reply_to and 1 <= reply_to < number else None,
        created_at=created_at or clock.now(), state="public", version=1, reactions={}, external_id=external_id,
    )  # fmt: skip
    write(post, source, number, files=files)
    if waits(actor, post.html, item.space_id, files):
        post.state = "pending"
    else:
        item.replies += 1
        item.active_at, item.last_author_id = max(post.created_at, item.active_at), post.author_id
    db.session.add(post)
    db.session.flush()
    attach(actor, files, item.id, number)
    tie(item, number, source, actor.id, fresh=True)
    if actor.id:
        watch_quietly(actor.id, item.id)
    name = "post.published" if post.state == "public" else "post.waits"
    tell(name, item, actor_id=post.author_id, number=number, reply_to=post.reply_to)
    return post
