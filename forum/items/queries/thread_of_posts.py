"""The messages under an item, a page at a time by number: page 5,000 costs what page 1 costs."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.prepared import Told, hear
from forum.files.queries import FileRow, packed, unpacked
from forum.items.models.around import Reaction
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message, may_delete, may_edit, may_react, posts_visible_to
from forum.items.queries.heads import Head
from forum.people.models import Organisation, User
from forum.spaces.models import Membership, Space

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class PostRow:
    """One message as the page shows it."""

    number: int
    state: str
    author_id: int
    author_handle: str
    author_name: str
    author_state: str
    author_role: str | None  # in this space
    organisation_name: str | None
    organisation_slug: str | None
    html: str
    source: str
    created_at: datetime
    edited_at: datetime | None
    version: int
    reactions: dict
    reply_to: int | None
    is_wiki: bool = False  # any member may edit it
    rights: frozenset[str] = frozenset()  # edit, delete, react: of the reader
    mine: frozenset[str] = frozenset()  # the reader's own reactions
    files: tuple[FileRow, ...] = ()

    @property
    def mark(self) -> str:
        """What an open page remembers of a message, to be told when it changed."""
        return f"{self.version}{self.state[0]}" + "".join(f"{kind[0]}{n}" for kind, n in sorted(self.reactions.items()))


@dataclass(frozen=True, slots=True)
class Messages:
    """A page of messages. `before`/`after`: numbers to go on from, None at an end."""

    rows: list[PostRow]
    before: int | None
    after: int | None


def first_message(head: Head, actor: Actor, mine: frozenset[str] | None = None) -> PostRow:
    """The item's own text as message number 1. No query (one for a reader's reactions, unless `mine` has them)."""
    if mine is None:
        mine = _own_reactions(actor, head.id, [1]).get(1, frozenset())
    row = PostRow(
        1, head.state, head.author_id, head.author_handle, head.author_name, head.author_state, None,
        head.organisation_name, head.organisation_slug, head.html, head.source, head.created_at, head.edited_at,
        head.version, head.reactions, None, head.is_wiki, _rights(actor, head, head, 1), mine, head.files,
    )  # fmt: skip
    return row


def hear_posts(head: Head, actor: Actor, *, after: int = 1, before: int | None = None, limit: int = PER_PAGE) -> Told:
    """The rows of a page. One query, carried by the unique index on (item_id, number)."""
    rows, key = _page_rows(actor, head.space_id, before is not None), after if before is None else before
    return hear(rows, item_id=head.id, key=key, most=limit + 1)


def posts_of(
    head: Head,
    actor: Actor,
    *,
    after: int = 1,
    before: int | None = None,
    limit: int = PER_PAGE,
    told: Told | None = None,
) -> Messages:
    """Posts numbered above `after` (or the last ones below `before`), oldest first. `told`: when they were asked for."""
    found = (told or hear_posts(head, actor, after=after, before=before, limit=limit)).rows()
    if before is not None:
        earlier = len(found) > limit
        found = list(reversed(found[:limit]))
        numbers = [row.number for row in found]
        later_key = numbers[-1] if numbers and before <= head.last_number else None
        return Messages(_dress(head, actor, found), numbers[0] if earlier else None, later_key)
    later = len(found) > limit
    found = found[:limit]
    earlier_key = found[0].number if found and after > 1 else None
    return Messages(_dress(head, actor, found), earlier_key, found[-1].number if later else None)


def posts_numbered(head: Head, actor: Actor, numbers: list[int]) -> list[PostRow]:
    """These messages, as far as the actor may read them; number 1 among them if asked. One query."""
    first = [first_message(head, actor)] if 1 in numbers else []
    rows = _rows(actor, head.space_id).where(Post.number.in_(numbers)).order_by(Post.number)
    found = db.session.execute(rows, {"item_id": head.id}).all()
    return first + _dress(head, actor, list(found))


def one_post(head: Head, actor: Actor, number: int) -> PostRow | None:
    """One message by its number, number 1 included. One query."""
    if number == 1:
        return first_message(head, actor)
    rows = _rows(actor, head.space_id).where(Post.number == number)
    found = db.session.execute(rows, {"item_id": head.id}).all()
    return _dress(head, actor, list(found))[0] if found else None


@lru_cache(maxsize=500)  # by actor: building a statement takes longer than asking it
def _rows(actor: Actor, space_id: int) -> Select:
    item_id = bindparam("item_id")
    mine = (
        select(func.aggregate_strings(Reaction.kind, ","))
        .where(Reaction.item_id == item_id, Reaction.user_id == actor.id, Reaction.number == Post.number)
        .scalar_subquery()
    )
    role = (
        select(Membership.role)
        .where(Membership.user_id == Post.author_id, Membership.space_id == space_id)
        .scalar_subquery()
    )
    return (
        select(
            Post.number, Post.state, Post.author_id, User.handle, User.name, User.state.label("author_state"), role,
            Organisation.name, Organisation.slug, Post.html, Post.source, Post.created_at, Post.edited_at,
            Post.version, Post.reactions, Post.reply_to, Post.is_wiki,
            packed(Post.item_id, Post.number), (mine if actor.is_someone else literal("")).label("mine"),
        )
        .join(User, User.id == Post.author_id)
        .outerjoin(Organisation, Organisation.id == Post.organisation_id)
        .where(Post.item_id == item_id, posts_visible_to(actor, space_id))
    )  # fmt: skip


@lru_cache(maxsize=1000)
def _page_rows(actor: Actor, space_id: int, backwards: bool) -> Select:
    rows, key = _rows(actor, space_id), bindparam("key", type_=Integer)
    if backwards:
        page = rows.where(Post.number < key).order_by(Post.number.desc())
    else:
        page = rows.where(Post.number > key).order_by(Post.number)
    return page.limit(bindparam("most", type_=Integer))


def _dress(head: Head, actor: Actor, rows: list) -> list[PostRow]:
    return [
        PostRow(
            *row[:-2], _rights(actor, head, row, row.number), frozenset(filter(None, (row.mine or "").split(","))),
            unpacked(row[-2]),
        )
        for row in rows
    ]  # fmt: skip


def _rights(actor: Actor, head: Head, row: object, number: int) -> frozenset[str]:
    """What the reader may do with this message: the rules themselves are asked, of the row at hand."""
    if actor.id is None:
        return frozenset()
    message = Message(head, number, row)  # type: ignore[arg-type]  # same names as the tables
    rules = {"edit": may_edit, "delete": may_delete, "react": may_react}
    return frozenset(name for name, rule in rules.items() if rule(actor, message))


def _own_reactions(actor: Actor, item_id: int, numbers: list[int]) -> dict[int, frozenset[str]]:
    if not actor.is_someone or not numbers:
        return {}
    rows = select(Reaction.number, Reaction.kind).where(
        Reaction.item_id == item_id, Reaction.user_id == actor.id, Reaction.number.in_(numbers)
    )
    found: dict[int, set[str]] = {}
    for number, kind in db.session.execute(rows):
        found.setdefault(number, set()).add(kind)
    return {number: frozenset(kinds) for number, kinds in found.items()}


def newest(item_id: int) -> tuple[int, int] | None:
    """(last number, stamp) of a published item in an open space: the whole cost of an open page. One query."""
    row = db.session.execute(_open_to_all(Item.last_number, Item.stamp).where(Item.id == item_id)).first()
    return (row.last_number, row.stamp) if row else None


def stamps(ids: list[int]) -> dict[int, int]:
    """The stamps of those that everybody may read. One query."""
    rows = _open_to_all(Item.id, Item.stamp).where(Item.id.in_(ids))
    return {item_id: stamp for item_id, stamp in db.session.execute(rows)}


def _open_to_all(*columns: Any) -> Select:
    return (
        select(*columns)
        .select_from(Item)
        .join(Space, Space.id == Item.space_id)
        .where(Item.state == "public", Space.visibility.in_(("public", "unlisted")))
    )
