"""What the index knows of an item: its text with the first replies, then further slices of fifty."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.markup.plain import text_of
from forum.core.permissions import NOBODYS
from forum.index.engine import Passage
from forum.items.kinds import kind
from forum.items.models.item import Item, ItemTag, ItemTerritory, ItemTheme
from forum.items.models.keeping import ItemSpace
from forum.items.models.post import Post
from forum.people.models import Organisation, User
from forum.polls import queries as polls
from forum.resources.around import Complement
from forum.search import attached
from forum.spaces.models import Space
from forum.territories.models import Tag
from forum.territories.queries import themes, tree

SLICE = 50  # messages a passage: one more message costs one passage, however long the thread
QUALITY = {"verified": 1.0, "solved": 0.8, "reviewed": 0.7, "answered": 0.7}


@dataclass(slots=True)
class Around:
    """Labels and facts of some items, gathered with one query each."""

    themes: dict[int, list[Any]] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)
    places: dict[int, list[int]] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    words: dict[int, dict[str, str]] = field(default_factory=dict)
    spaces: dict[int, list[str]] = field(default_factory=dict)  # others that show it


def slice_of(number: int) -> int:
    """The slice in which a message stands: numbers 1 to 50 are slice 0."""
    return (number - 1) // SLICE


def passages_of(item_ids: Iterable[int], slices: dict[int, set[int]] | None = None) -> list[Passage]:
    """Passages of the published ones among these items; with `slices`, only those of each item.

    About eight queries for any number of items.
    """
    rows = (
        select(Item, Space.slug, Space.visibility, Organisation.name, User.handle)
        .join(Space, Space.id == Item.space_id)
        .join(User, User.id == Item.author_id)
        .outerjoin(Organisation, Organisation.id == Item.organisation_id)
        .where(Item.id.in_(list(item_ids)), Item.state == "public", Item.space_id != NOBODYS)
    )
    found = db.session.execute(rows).all()
    items = [row[0] for row in found]
    around = _around(items)
    made = []
    for item, slug, visibility, organisation, author in found:
        wanted = (slices or {}).get(item.id)
        parts = sorted(wanted) if wanted is not None else range(slice_of(max(item.last_number, 1)) + 1)
        messages = _messages(item.id, parts)
        for part in parts:
            made.append(
                _passage(item, slug, visibility, organisation or "", author, around, part, messages.get(part, ()))
            )
    owners = attached.with_files([item.id for item in items])
    return made + (attached.passages({each.item_id: each for each in made if each.item_id in owners}) if owners else [])


def _messages(item_id: int, parts: Iterable[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    parts = list(parts)
    low, high = parts[0] * SLICE + 1, (parts[-1] + 1) * SLICE
    rows = (
        select(Post.number, Post.html)
        .where(Post.item_id == item_id, Post.state == "public", Post.number.between(low, high))
        .order_by(Post.number)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for number, html in db.session.execute(rows):
        if slice_of(number) in parts:
            found.setdefault(slice_of(number), []).append((number, text_of(html)))
    return {part: tuple(texts) for part, texts in found.items()}


def _around(items: list[Item]) -> Around:
    ids = [item.id for item in items]
    around = Around()
    for item_id, theme_id in db.session.execute(
        select(ItemTheme.item_id, ItemTheme.theme_id).where(ItemTheme.item_id.in_(ids))
    ):
        if theme_id in themes():
            around.themes.setdefault(item_id, []).append(themes()[theme_id])
    tags = select(ItemTag.item_id, Tag.label).join(Tag, Tag.id == ItemTag.tag_id).where(ItemTag.item_id.in_(ids))
    for item_id, label in db.session.execute(tags):
        around.tags.setdefault(item_id, []).append(label)
    places = select(ItemTerritory.item_id, ItemTerritory.territory_id).where(ItemTerritory.item_id.in_(ids))
    for item_id, territory_id in db.session.execute(places):
        around.places.setdefault(item_id, []).append(territory_id)
    if "resource" in {item.kind for item in items}:  # what a territory adds is found from there
        local = select(Complement.resource_id, Complement.territory_id).where(Complement.resource_id.in_(ids))
        for item_id, territory_id in db.session.execute(local):
            around.places.setdefault(item_id, []).append(territory_id)
    also = select(ItemSpace.item_id, Space.slug).join(Space, Space.id == ItemSpace.space_id)
    # A private space is not told by the facet of those who may not know of it.
    also = also.where(ItemSpace.item_id.in_(ids), Space.visibility.in_(("public", "members")))
    for item_id, slug in db.session.execute(also):
        around.spaces.setdefault(item_id, []).append(slug)
    for name in {item.kind for item in items}:
        of_kind = [item.id for item in items if item.kind == name]
        around.facts.update(kind(name).facts(of_kind))
        around.words.update(kind(name).words(of_kind))
    if asked := [item.id for item in items if item.polls]:
        for item_id, text in polls.words(asked).items():
            known = around.words.get(item_id, {})
            around.words[item_id] = {**known, "body": f"{known.get('body', '')} {text}".strip()}
    return around


def _passage(
    item: Item, space: str, visibility: str, organisation: str, author: str, around: Around, part: int,
    messages: tuple[tuple[int, str], ...],
) -> Passage:  # fmt: skip
    facts, words = around.facts.get(item.id, {}), around.words.get(item.id, {})
    nodes = tree().nodes
    places = [nodes[each] for each in around.places.get(item.id, ()) if each in nodes]
    above = dict.fromkeys(nodes[each].code for place in places for each in place.above)
    labels = [theme.labels[0] for theme in around.themes.get(item.id, ())]
    names = [place.name for place in places if place.kind != "country"]
    keywords = " . ".join([*labels, *around.tags.get(item.id, ()), *names, organisation, words.get("keywords", "")])
    state = str(facts.get("state", ""))
    return Passage(
        item_id=item.id, part=part, first_number=part * SLICE + 1, kind=item.kind,
        audience=0 if visibility == "public" else item.space_id, space=" ".join([space, *around.spaces.get(item.id, ())]), title=item.title, summary=item.summary,
        body=f"{text_of(item.html)}\n{words.get('body', '')}" if part == 0 else "",
        answer=words.get("answer", "") if part == 0 else "", keywords=keywords, messages=messages,
        themes=tuple(theme.code for theme in around.themes.get(item.id, ())), territories=tuple(above), state=state,
        tags=tuple(around.tags.get(item.id, ())), date=item.active_at, deadline=facts.get("deadline_at"),
        quality=QUALITY.get(state, 0.3 if item.replies else 0.0), external_id=item.external_id or "", author=author,
        form=str(facts.get("type") or ""),
    )  # fmt: skip
