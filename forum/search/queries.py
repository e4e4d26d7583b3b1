"""A search as page, feed and API ask it: one object, the reader's rights inside, rows from the tables."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from sqlalchemy import Row, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.index.engine import Found, Hit, Query
from forum.index.language import parse
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.items.queries.lists import ItemRow, by_ids
from forum.search import guides
from forum.search.asking import Asked, day_range, label_of, meant
from forum.search.engine import engine
from forum.search.tied import bring_words
from forum.spaces.models import Space
from forum.spaces.policy import known_to
from forum.territories.queries import tree

SHOWN = 12  # words of a facet; territories have more


@dataclass(frozen=True, slots=True)
class Result:
    """One row: what the index found, and the item as the tables know it."""

    hit: Hit
    row: ItemRow

    @property
    def url(self) -> str:
        """Lands on the message that answers."""
        if self.row.kind == guides.KIND:
            return self.row.url
        return path_of(self.row.kind, self.row.id, self.row.slug, self.hit.number)


@dataclass(slots=True)
class Answer:
    """The page of results."""

    total: int
    results: list[Result]
    facets: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)  # (code, label, count)
    suggestion: str | None = None
    next: int | None = None  # offset of the next page
    spaces: dict[str, str] = field(default_factory=dict)  # names of those that are counted or filtered by


def question(asked: Asked, actor: Actor, *, limit: int = 20, offset: int = 0, facets: bool = True) -> Query:
    """What the engine is asked, the actor's rights in it."""
    home = tree().nodes.get(actor.territory_id or 0)
    parsed = parse(asked.q)
    before, after = day_range(asked.before), day_range(asked.after)
    return Query(
        words=parsed.asked, kinds=(asked.kind,) if asked.kind else (),
        territory=(asked.territory,) if asked.territory else (), themes=(asked.theme,) if asked.theme else (),
        space=asked.space, states=tuple(asked.state.split(",")) if asked.state else (),
        authors=(asked.author,) if asked.author else (), phrases=tuple(parsed.phrases), without=tuple(parsed.without),
        since=_moment(after[1]) if after else 0, until=_moment(before[0]) if before else 0,
        audiences=_within(actor),
        near=tuple(tree().nodes[each].code for each in home.above[:-1]) if home else (), meant=meant,
        limit=limit, offset=offset, sort=asked.sort, facets=facets,
    )  # fmt: skip


def _moment(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def search(asked: Asked, actor: Actor, *, limit: int = 20, offset: int = 0, facets: bool = True) -> Answer:
    """Ask the index with the actor's rights; rows come from the tables. Three queries and one a kind."""
    bring_words()
    found = engine().search(question(asked, actor, limit=limit, offset=offset, facets=facets))
    # The index is seconds behind the tables at most: what was hidden meanwhile is not shown.
    rows = _shown(found.hits, actor, asked.territory)
    results = [Result(hit, rows[hit.item_id]) for hit in found.hits if hit.item_id in rows]
    total = found.total - (len(found.hits) - len(results))
    more = offset + limit if found.total > offset + limit else None
    if not facets:
        return Answer(total, results, {}, found.suggestion, more)
    counted = found.facets.get("space", [])[:SHOWN]
    spaces = _spaces([*(slug for slug, _count in counted), asked.space], actor)
    return Answer(total, results, _labelled(found, spaces), found.suggestion, more, spaces)


def _spaces(slugs: list[str], actor: Actor) -> dict[str, str]:
    """Names by slug, of the spaces that the actor may know of. One query; none for none."""
    if not any(slugs):
        return {}
    rows = select(Space.slug, Space.name).where(Space.slug.in_(slugs), known_to(actor))
    return {slug: name for slug, name in db.session.execute(rows)}


def _labelled(found: Found, spaces: dict[str, str]) -> dict[str, list[tuple[str, str, int]]]:
    made = {}
    for name, rows in found.facets.items():
        if name == "space":
            made[name] = [(slug, spaces[slug], count) for slug, count in rows[:SHOWN] if slug in spaces]
            continue
        kept = [
            (code, label_of(name, code), count) for code, count in rows if not (name == "territory" and code == "fr")
        ]
        made[name] = kept[:30] if name == "territory" else kept[:SHOWN]
    return made


def similar(title: str, actor: Actor, limit: int = 5) -> list[Result]:
    """What exists already on the subject of a title. Two queries and one a kind."""
    hits = engine().similar(title, _within(actor), limit)
    rows = _shown(hits, actor)
    return [Result(hit, rows[hit.item_id]) for hit in hits if hit.item_id in rows]


def _shown(hits: list[Hit], actor: Actor, territory: str = "") -> dict[int, ItemRow]:
    numbers, place = [hit.item_id for hit in hits], tree().find(territory)
    rows = by_ids([each for each in numbers if each > 0], actor, place.id if place else None)
    return rows | guides.rows(numbers, actor)


def _within(actor: Actor) -> frozenset[int] | None:
    """The spaces whose texts somebody may find, 0 for those of everybody; None: all of them."""
    return None if actor.is_admin else actor.audiences | {0}


def to_cite(words: str, actor: Actor, limit: int = 8) -> list[Row[tuple[int, str, str]]]:
    """(id, kind, title) of what these words, or this number, may mean; the last word may be a beginning. One query."""
    text = " ".join(words.split())
    if text.isdigit():
        ids = [int(text)] if len(text) < 10 else []
    elif len(text) < 2:
        ids = []
    else:
        ids = _ids_of(text, actor, limit)
    if not ids:
        return []
    found = select(Item.id, Item.kind, Item.title).where(Item.id.in_(ids), visible_to(actor))
    rows = {row.id: row for row in db.session.execute(found)}
    return [rows[each] for each in ids if each in rows]


def _ids_of(text: str, actor: Actor, limit: int) -> list[int]:
    ids: dict[int, None] = {}
    for each in (text, *engine().complete(text)[:3]):
        query = Query(words=each, audiences=_within(actor), limit=limit, facets=False)
        ids.update((hit.item_id, None) for hit in engine().search(query).hits)
        if len(ids) >= limit:
            break
    return list(ids)[:limit]
