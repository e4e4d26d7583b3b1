"""What a batch of events is about, loaded in a few queries whatever the number of people to tell."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import literal, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.events import Event
from forum.core.markup.mentions import mentions_in
from forum.core.permissions import NOBODYS, Actor
from forum.items.models.around import Watch
from forum.items.models.item import Item, ItemTerritory, ItemTheme
from forum.items.models.participant import Participant
from forum.items.models.post import Post
from forum.people.models import User
from forum.spaces.models import Space
from forum.territories.queries import tree

Place = tuple[str, int]  # (subject of a watch, its id)


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What is needed of an item."""

    id: int
    kind: str
    slug: str
    title: str
    state: str
    space_id: int
    author_id: int
    source: str
    html: str


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One message: `answers_id` is the author of the message that it answers."""

    state: str
    author_id: int
    source: str
    html: str
    answers_id: int | None = None


@dataclass(slots=True)
class Scene:
    """The rows of a batch, by their ids."""

    items: dict[int, ItemFacts] = field(default_factory=dict)
    posts: dict[tuple[int, int], MessageFacts] = field(default_factory=dict)
    spaces: dict[int, Space] = field(default_factory=dict)
    places: dict[int, list[Place]] = field(default_factory=dict)  # of an item: itself, its space, themes, territories
    watches: dict[Place, dict[int, tuple[str, datetime]]] = field(default_factory=dict)  # person → level, since
    people: dict[str, int] = field(default_factory=dict)  # by handle
    keepers: dict[int, set[int]] = field(default_factory=dict)  # of a space, once somebody asked
    taking_part: dict[int, dict[int, datetime]] = field(default_factory=dict)  # conversation → person → since
    actors: dict[int, Actor] = field(default_factory=dict)  # those whose right to read was asked

    def message(self, event: Event) -> MessageFacts | None:
        """The message that an event is about, as it is now."""
        item = self.items.get(event.item_id or 0)
        if item and (event.number or 1) == 1:
            return MessageFacts(item.state, item.author_id, item.source, item.html)
        return self.posts.get((event.item_id or 0, event.number or 1))

    def watchers(self, place: Place, levels: tuple[str, ...], event: Event) -> list[int]:
        """Who followed there, at one of these levels, when it happened: nobody is told of what came before."""
        rows = self.watches.get(place, {}).items()
        return [user_id for user_id, (level, since) in rows if level in levels and since <= event.at]

    def level(self, item_id: int, user_id: int) -> str:
        """What somebody chose for this very item, or nothing."""
        return self.watches.get(("item", item_id), {}).get(user_id, ("", None))[0]

    def partners(self, event: Event) -> list[int]:
        """Who is in the conversation that an event is about, and was when it happened."""
        rows = self.taking_part.get(event.item_id or 0, {}).items()
        return [user_id for user_id, since in rows if since <= event.at]

    def mentioned(self, source: str) -> list[int]:
        """People called in a text."""
        return [self.people[handle] for handle in mentions_in(source) if handle in self.people]


def scene_of(events: list[Event]) -> Scene:
    """Load it. At most eight queries."""
    scene = Scene()
    ids = {event.item_id for event in events if event.item_id}
    if ids:
        columns = (Item.id, Item.kind, Item.slug, Item.title, Item.state, Item.space_id, Item.author_id)
        rows = db.session.execute(select(*columns, Item.source, Item.html).where(Item.id.in_(ids)))
        scene.items = {row.id: ItemFacts(*row) for row in rows}
    _load_posts(scene, {(event.item_id, event.number) for event in events if event.item_id and (event.number or 1) > 1})
    space_ids = {event.space_id for event in events} | {item.space_id for item in scene.items.values()}
    spaces = select(Space).where(Space.id.in_({each for each in space_ids if each}))
    scene.spaces = {space.id: space for space in db.session.scalars(spaces)}
    _load_watches(scene)
    _load_people(scene)
    _load_partners(scene)
    return scene


def _load_partners(scene: Scene) -> None:
    talks = [item.id for item in scene.items.values() if item.space_id == NOBODYS]
    if not talks:
        return
    columns = (Participant.item_id, Participant.user_id, Participant.since)
    here = select(*columns).where(Participant.item_id.in_(talks), Participant.left_at.is_(None))
    for item_id, user_id, since in db.session.execute(here):
        scene.taking_part.setdefault(item_id, {})[user_id] = since


def _load_posts(scene: Scene, wanted: set[tuple[int | None, int | None]]) -> None:
    if not wanted:
        return
    answered, first = aliased(Post), aliased(Item)
    rows = (
        select(Post, answered.author_id, first.author_id)
        .outerjoin(answered, (answered.item_id == Post.item_id) & (answered.number == Post.reply_to))
        .outerjoin(first, (first.id == Post.item_id) & (Post.reply_to == 1))
        .where(tuple_(Post.item_id, Post.number).in_(sorted(wanted)))
    )
    for post, of_post, of_item in db.session.execute(rows):
        facts = MessageFacts(post.state, post.author_id, post.source, post.html, of_post or of_item)
        scene.posts[post.item_id, post.number] = facts


def _load_watches(scene: Scene) -> None:
    """Where each item stands, and who watches there."""
    for item in scene.items.values():
        scene.places[item.id] = [("item", item.id), ("space", item.space_id)]
    if not scene.items:
        return
    labels = union_all(
        select(literal("theme"), ItemTheme.item_id, ItemTheme.theme_id).where(ItemTheme.item_id.in_(scene.items)),
        select(literal("territory"), ItemTerritory.item_id, ItemTerritory.territory_id).where(
            ItemTerritory.item_id.in_(scene.items)
        ),
    )
    for subject, item_id, number in db.session.execute(labels):
        # Whoever follows a region is told of what happens in its departments.
        above = tree().nodes[number].above if subject == "territory" and number in tree().nodes else (number,)
        scene.places[item_id] += [(subject, each) for each in above]
    wanted: dict[str, set[int]] = {}
    for subject, number in (place for places in scene.places.values() for place in places):
        wanted.setdefault(subject, set()).add(number)
    clauses = [(Watch.subject == subject) & Watch.subject_id.in_(numbers) for subject, numbers in wanted.items()]
    columns = (Watch.subject, Watch.subject_id, Watch.user_id, Watch.level, Watch.at)
    for subject, number, user_id, level, since in db.session.execute(select(*columns).where(or_(*clauses))):
        scene.watches.setdefault((subject, number), {})[user_id] = (level, since)


def _load_people(scene: Scene) -> None:
    texts = [item.source for item in scene.items.values()] + [post.source for post in scene.posts.values()]
    handles = {handle for text in texts if "@" in text for handle in mentions_in(text)[:50]}
    if handles:
        found = select(User.handle, User.id).where(User.handle.in_(handles), User.state == "active")
        scene.people = {handle: user_id for handle, user_id in db.session.execute(found)}
