"""Messages from which something new is written: their texts one after the other, their authors credited."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items.kinds import path_of
from forum.items.models.post import Post
from forum.items.policy import posts_visible_to
from forum.items.queries.heads import Head, head
from forum.people.models import User

MOST = 50  # messages woven into one text


@dataclass(frozen=True, slots=True)
class Origin:
    """The messages that give something its first text. `url`: the first of them. `values`: for the form."""

    item_id: int
    number: int
    title: str
    url: str
    source: str
    credit: str
    names: list[str]
    head: Head
    values: dict[str, Any] = field(default_factory=dict)


def origin_of(who: Actor, item_id: int | None, numbers: list[int]) -> Origin | None:
    """These messages of an item, as far as the reader may see them all; else None. Two queries."""
    found = head(item_id, who) if item_id else None
    wanted = sorted(set(numbers))[:MOST]
    if found is None or not wanted:
        return None
    rows = (
        select(Post.number, Post.source, User.name)
        .join(User, User.id == Post.author_id)
        .where(Post.item_id == found.id, Post.number.in_(wanted), Post.state == "public")
        .where(posts_visible_to(who, found.space_id))
        .order_by(Post.number)
    )
    messages = [(1, found.source, found.author_name)] if 1 in wanted else []
    messages += [(row.number, row.source, row.name) for row in db.session.execute(rows)]
    if [number for number, _source, _name in messages] != wanted:
        return None
    # Whoever asked is credited with those who answered: without the question there would be no answer.
    names = list(dict.fromkeys([*(name for _number, _source, name in messages), found.author_name]))
    url = path_of(found.kind, found.id, found.slug, wanted[0])
    credit = _("%(names)s, in the discussion “%(title)s” (%(url)s)", names=", ".join(names), title=found.title, url=url)
    source = "\n\n".join(source for _number, source, _name in messages)
    return Origin(found.id, wanted[0], found.title, url, source, credit, names, found)
