"""What a batch of events is about, loaded in a few queries whatever the number of people to tell."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import literal, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.events import Event
from forum.core.markup.mentions import mentions_in
from forum.core.permissions import NOBODYS, Actor
from forum.items.models.around import Watch
from forum.items.models.item import Item, ItemTerritory, ItemTheme
from forum.items.models.keeping import ItemSpace
from forum.items.models.participant import Participant
from forum.items.models.post import Post
from forum.people.models import Mandate, Organisation, User
from forum.spaces.models import Space
from forum.territories.queries import tree

Place = tuple[str, int]  # (subject of a watch, its id)
STRONGEST = ("all", "first", "digest", "mute")  # two themes of an item, two choices: the one that tells more
# A quotation names its message: "> **Awa** ([#2](/threads/7-eau?post=2#post-2))".
QUOTED = re.compile(r"^ {0,3}>.*?\(/(?:threads|documents|resources|needs|items)/(\d+)[^)\s]*?[?&]post=(\d+)", re.M)


@dataclass(frozen=True, slots=True)
class Chosen:
    """How somebody follows an item, and where they said so: the most specific of their choices."""

    level: str
    since: datetime
    by_mail: bool
    place: Place
    list_place: Place | None = None  # the wider place that is followed like a mailing list, if that is why


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
    organisation_id: int | None


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One message: `answers_id` is the author of the message that it answers."""

    state: str
    author_id: int
    source: str
    html: str
    answers_id: int | None = None
    reply_to: int | None = None
    organisation_id: int | None = None


@dataclass(slots=True)
class Scene:
    """The rows of a batch, by their ids."""

    items: dict[int, ItemFacts] = field(default_factory=dict)
    posts: dict[tuple[int, int], MessageFacts] = field(default_factory=dict)
    spaces: dict[int, Space] = field(default_factory=dict)
    # Of an item: itself, its space, themes, territories from its own upward; those on one line are equally specific.
    places: dict[int, list[list[Place]]] = field(default_factory=dict)
    watches: dict[Place, dict[int, Chosen]] = field(default_factory=dict)
    authors: dict[tuple[int, int], int] = field(default_factory=dict)  # of messages that are quoted
    people: dict[str, list[int]] = field(default_factory=dict)  # by handle; by slug those who act for an organisation
    keepers: dict[int, set[int]] = field(default_factory=dict)  # of a space, once somebody asked
    taking_part: dict[int, dict[int, datetime]] = field(default_factory=dict)  # conversation → person → since
    actors: dict[int, Actor] = field(default_factory=dict)  # those whose right to read was asked
    _chosen: dict[int, dict[int, Chosen]] = field(default_factory=dict)

    def message(self, event: Event) -> MessageFacts | None:
        """The message that an event is about, as it is now."""
        item = self.items.get(event.item_id or 0)
        if item and (event.number or 1) == 1:
            facts = (item.state, item.author_id, item.source, item.html)
            return MessageFacts(*facts, organisation_id=item.organisation_id)
        return self.posts.get((event.item_id or 0, event.number or 1))

    def chosen(self, item_id: int) -> dict[int, Chosen]:
        """Person → how they follow this item. Nearer choices win: item, space, themes, territories."""
        if item_id not in self._chosen:
            found: dict[int, Chosen] = {}
            for equals in self.places.get(item_id, ()):
                here: dict[int, Chosen] = {}
                for each in (each for place in equals for each in self.watches.get(place, {}).items()):
                    user_id, chosen = each
                    if user_id not in here or _rank(chosen) < _rank(here[user_id]):
                        here[user_id] = chosen
                found = {**here, **{user_id: _nearer(near, here.get(user_id)) for user_id, near in found.items()}}
            self._chosen[item_id] = found
        return self._chosen[item_id]

    def quoted(self, source: str) -> list[int]:
        """Whose messages a text quotes."""
        return [self.authors[place] for place in _quotations(source) if place in self.authors]

    def partners(self, event: Event) -> list[int]:
        """Who is in the conversation that an event is about, and was when it happened."""
        rows = self.taking_part.get(event.item_id or 0, {}).items()
        return [user_id for user_id, since in rows if since <= event.at]

    def mentioned(self, source: str) -> list[int]:
        """People called in a text, by their own name or by that of an organisation for which they act."""
        called = (user_id for handle in mentions_in(source) for user_id in self.people.get(handle, []))
        return list(dict.fromkeys(called))


def _nearer(near: Chosen, wide: Chosen | None) -> Chosen:
    """The nearer choice; whoever followed more widely before did not begin only now.

    Whoever follows a space like a mailing list goes on getting a discussion in which they wrote, though writing in
    it is a choice for that discussion: otherwise an answer would end the list.
    """
    if wide is None or wide.level == "mute":
        return near
    if wide.by_mail and near.level == "all" and not near.by_mail:
        near = replace(near, by_mail=True, list_place=wide.list_place or wide.place)
    return replace(near, since=min(near.since, wide.since))


def _rank(chosen: Chosen) -> tuple[int, bool]:
    return STRONGEST.index(chosen.level), not chosen.by_mail


def _quotations(source: str) -> list[tuple[int, int]]:
    if "post=" not in source:
        return []
    return [(int(item), int(number)) for item, number in QUOTED.findall(source)[:50] if len(item + number) < 18]


def scene_of(events: list[Event]) -> Scene:
    """Load it. At most eight queries."""
    scene = Scene()
    ids = {event.item_id for event in events if event.item_id}
    if ids:
        columns = (Item.id, Item.kind, Item.slug, Item.title, Item.state, Item.space_id, Item.author_id)
        rows = db.session.execute(
            select(*columns, Item.source, Item.html, Item.organisation_id).where(Item.id.in_(ids))
        )
        scene.items = {row.id: ItemFacts(*row) for row in rows}
    _load_posts(scene, {(event.item_id, event.number) for event in events if event.item_id and (event.number or 1) > 1})
    space_ids = {event.space_id for event in events} | {item.space_id for item in scene.items.values()}
    spaces = select(Space).where(Space.id.in_({each for each in space_ids if each}))
    scene.spaces = {space.id: space for space in db.session.scalars(spaces)}
    _load_watches(scene)
    _load_people(scene)
    _load_quoted(scene)
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
        facts = MessageFacts(
            post.state, post.author_id, post.source, post.html, of_post or of_item, post.reply_to, post.organisation_id
        )  # fmt: skip
        scene.posts[post.item_id, post.number] = facts


def _load_watches(scene: Scene) -> None:
    """Where each item stands, and who watches there."""
    if not scene.items:
        return
    labels = union_all(
        select(literal("theme"), ItemTheme.item_id, ItemTheme.theme_id).where(ItemTheme.item_id.in_(scene.items)),
        select(literal("territory"), ItemTerritory.item_id, ItemTerritory.territory_id).where(
            ItemTerritory.item_id.in_(scene.items)
        ),
        select(literal("space"), ItemSpace.item_id, ItemSpace.space_id).where(ItemSpace.item_id.in_(scene.items)),
    )
    themes: dict[int, list[Place]] = {}
    territories: dict[int, dict[int, list[Place]]] = {}  # by their distance: whoever follows a region hears of it all
    for subject, item_id, number in db.session.execute(labels):
        if subject == "theme":
            themes.setdefault(item_id, []).append((subject, number))
            continue
        above = tree().nodes[number].above if number in tree().nodes else (number,)
        for distance, each in enumerate(above):
            territories.setdefault(item_id, {}).setdefault(distance, []).append((subject, each))
    for item in scene.items.values():
        near = territories.get(item.id, {})
        scene.places[item.id] = [
            [("item", item.id)], [("space", item.space_id)], themes.get(item.id, []), *(near[d] for d in sorted(near)),
        ]  # fmt: skip
    wanted: dict[str, set[int]] = {}
    for subject, number in (place for lines in scene.places.values() for line in lines for place in line):
        wanted.setdefault(subject, set()).add(number)
    clauses = [(Watch.subject == subject) & Watch.subject_id.in_(numbers) for subject, numbers in wanted.items()]
    columns = (Watch.subject, Watch.subject_id, Watch.user_id, Watch.level, Watch.at, Watch.by_mail)
    for subject, number, user_id, level, since, by_mail in db.session.execute(select(*columns).where(or_(*clauses))):
        place = (subject, number)
        scene.watches.setdefault(place, {})[user_id] = Chosen(level, since, by_mail, place)


def _load_quoted(scene: Scene) -> None:
    """Who wrote what is quoted. One query, when something is."""
    texts = [item.source for item in scene.items.values()] + [post.source for post in scene.posts.values()]
    wanted = {place for text in texts for place in _quotations(text)}
    if not wanted:
        return
    posts = select(Post.item_id, Post.number, Post.author_id).where(tuple_(Post.item_id, Post.number).in_(wanted))
    firsts = [item_id for item_id, number in wanted if number == 1]
    items = select(Item.id, literal(1), Item.author_id).where(Item.id.in_(firsts))
    for item_id, number, author_id in db.session.execute(union_all(posts, items)):
        scene.authors[item_id, number] = author_id


def _load_people(scene: Scene) -> None:
    texts = [item.source for item in scene.items.values()] + [post.source for post in scene.posts.values()]
    handles = {handle for text in texts if "@" in text for handle in mentions_in(text)[:50]}
    if not handles:
        return
    found = union_all(
        select(User.handle, User.id).where(User.handle.in_(handles), User.state == "active"),
        select(Organisation.slug, Mandate.user_id)
        .join(Mandate, (Mandate.organisation_id == Organisation.id) & (Mandate.state == "confirmed"))
        .join(User, (User.id == Mandate.user_id) & (User.state == "active"))
        .where(Organisation.slug.in_(handles)),
    )
    for handle, user_id in db.session.execute(found):
        scene.people.setdefault(handle, []).append(user_id)
