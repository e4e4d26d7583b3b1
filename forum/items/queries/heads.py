"""The head of an item's page: the item, its author, its space, in one query."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, Select, bindparam, literal, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.prepared import Told, ask, hear
from forum.files.queries import FileRow, packed, unpacked
from forum.items.kinds import path_of
from forum.items.models.item import Item, ItemTag, ItemTerritory, ItemTheme
from forum.items.models.keeping import ItemSpace
from forum.items.models.post import Post
from forum.items.policy import Message, posts_visible_to, visible_to
from forum.people.models import Organisation, User
from forum.spaces.models import Space
from forum.territories.models import Tag
from forum.territories.queries import themes, tree

COLUMNS = (
    Item.id, Item.kind, Item.space_id, Item.state, Item.title, Item.slug, Item.summary, Item.source, Item.html,
    Item.lang, Item.author_id, Item.organisation_id, Item.territory_id, Item.created_at, Item.edited_at,
    Item.active_at, Item.last_number, Item.replies, Item.reactions, Item.version, Item.stamp, Item.pinned,
    Item.closed_at, Item.is_example, Item.external_id, Item.origin, Item.countries, Item.polls,
    User.handle.label("author_handle"), User.name.label("author_name"), User.state.label("author_state"),
    Organisation.name.label("organisation_name"), Organisation.slug.label("organisation_slug"),
    Space.slug.label("space_slug"), Space.name.label("space_name"), Space.visibility.label("space_visibility"),
    Item.pinned_until, Item.close_reason, Item.is_wiki, Item.marks, packed(Item.id, 1).label("packed_files"),
    Item.guides, Item.dead_links, Item.signals,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What the top of the page shows. Rules may be asked of it as of an Item."""

    id: int
    kind: str
    space_id: int
    state: str
    title: str
    slug: str
    summary: str
    source: str
    html: str
    lang: str
    author_id: int
    organisation_id: int | None
    territory_id: int | None
    created_at: datetime
    edited_at: datetime | None
    active_at: datetime
    last_number: int
    replies: int
    reactions: dict
    version: int
    stamp: int
    pinned: bool
    closed_at: datetime | None
    is_example: bool
    external_id: str | None
    origin: str
    countries: list
    polls: int
    author_handle: str
    author_name: str
    author_state: str
    organisation_name: str | None
    organisation_slug: str | None
    space_slug: str
    space_name: str
    space_visibility: str
    pinned_until: datetime | None
    close_reason: str
    is_wiki: bool
    marks: int  # acts of keepers and their notes: none, nothing to look up
    packed_files: str | None
    guides: int  # that hold it
    dead_links: int
    signals: int  # of readers: something changed

    @property
    def files(self) -> tuple[FileRow, ...]:
        """What is attached to its own text."""
        return unpacked(self.packed_files)

    @property
    def is_closed(self) -> bool:
        """Takes no more replies."""
        return self.closed_at is not None

    @property
    def url(self) -> str:
        """The canonical path."""
        return path_of(self.kind, self.id, self.slug)

    @property
    def territory_name(self) -> str:
        """The name of its seat, or nothing."""
        return tree().nodes[self.territory_id].name if self.territory_id in tree().nodes else ""

    @property
    def is_indexable(self) -> bool:
        """May search engines of the web keep it?"""
        return self.state == "public" and self.space_visibility == "public"


def head(item_id: int, actor: Actor, kind: str | None = None) -> Head | None:
    """The item as the actor may see it; None when there is none for them. One query."""
    rows = ask(_head_rows(actor), item_id=item_id)
    return Head(*rows[0]) if rows and (kind is None or rows[0].kind == kind) else None


@lru_cache(maxsize=500)  # by actor: building a statement takes longer than asking it
def _head_rows(actor: Actor) -> Select:
    return (
        select(*COLUMNS)
        .join(User, User.id == Item.author_id)
        .join(Space, Space.id == Item.space_id)
        .outerjoin(Organisation, Organisation.id == Item.organisation_id)
        .where(Item.id == bindparam("item_id"), visible_to(actor))
    )


def readable(item_id: int, actor: Actor) -> Item | None:
    """The item itself, for a command; None when the actor may not see it. One query (and one for its kind)."""
    return db.session.scalars(select(Item).where(Item.id == item_id, visible_to(actor))).first()


def may_read_message(actor: Actor, item_id: int, number: int) -> bool:
    """Is this message open to the actor? Files ask. Two queries, one for number 1."""
    where = (Item.id == item_id, visible_to(actor))
    space_id = db.session.scalar(select(Item.space_id).where(*where))
    if space_id is None or number == 1:
        return space_id is not None
    mine = (Post.item_id == item_id, Post.number == number, posts_visible_to(actor, space_id))
    return db.session.scalar(select(Post.id).where(*mine)) is not None


def message(item: Item | None, number: int, actor: Actor) -> Message | None:
    """A message of an item that the actor may see. One query for posts, none for number 1."""
    if item is None:
        return None
    if number == 1:
        return Message(item, 1, item)
    rows = select(Post).where(Post.item_id == item.id, Post.number == number, posts_visible_to(actor, item.space_id))
    post = db.session.scalars(rows).first()
    return Message(item, number, post) if post else None


@dataclass(frozen=True, slots=True)
class Labels:
    """Themes, tags and places of an item. `spaces`: slug and name of the others that show it, but hidden ones."""

    themes: list[Any]
    tags: list[tuple[str, str]]
    territories: list[Any]
    spaces: list[tuple[str, str]] = field(default_factory=list)


NO_LABELS = Labels([], [], [])


def hear_labels(item_id: int) -> Told:
    """Their rows. One query."""
    return hear(_label_rows(), item_id=item_id)


def labels(item_id: int, told: Told | None = None) -> Labels:
    """Themes, tags and territories of an item. One query, none when they were asked for."""
    found = Labels([], [], [])
    for what, number, slug, label in (told or hear_labels(item_id)).rows():
        if what == "theme" and number in themes():
            found.themes.append(themes()[number])
        elif what == "place" and number in tree().nodes:
            found.territories.append(tree().nodes[number])
        elif what == "tag":
            found.tags.append((slug, label))
        elif what == "space":
            found.spaces.append((slug, label))
    return found


@cache
def _label_rows() -> CompoundSelect:
    item_id = bindparam("item_id")
    return union_all(
        select(literal("theme"), ItemTheme.theme_id, literal(""), literal("")).where(ItemTheme.item_id == item_id),
        select(literal("place"), ItemTerritory.territory_id, literal(""), literal("")).where(
            ItemTerritory.item_id == item_id
        ),
        select(literal("tag"), Tag.id, Tag.slug, Tag.label)
        .join(ItemTag, ItemTag.tag_id == Tag.id)
        .where(ItemTag.item_id == item_id),
        select(literal("space"), Space.id, Space.slug, Space.name)
        .join(ItemSpace, ItemSpace.space_id == Space.id)
        .where(ItemSpace.item_id == item_id, Space.visibility.in_(("public", "members"))),
    )
