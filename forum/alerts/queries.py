"""What a saved search finds, with the rights of whoever keeps it; whose it is."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from forum.alerts.models import SavedSearch
from forum.core.db import db
from forum.core.permissions import VISITOR, Actor
from forum.items.listing import asked_in
from forum.items.models.item import Item
from forum.items.queries.lists import NEWEST, Filter, ItemRow, listed
from forum.resources.models import Resource
from forum.resources.profile import QUESTIONS, project_in
from forum.resources.queries.deadlines import NEVER, day_of_order
from forum.resources.queries.matching import matches
from forum.resources.question import asked_for, place_in, question, sorts
from forum.search.queries import Asked
from forum.search.queries import search as found_by
from forum.spaces import actors
from forum.territories.queries import tree

MOST = 200  # publications that words may find: the last active ones


def own(user_id: int | None) -> list[SavedSearch]:
    """All searches of a member, the last first. One query."""
    rows = select(SavedSearch).where(SavedSearch.user_id == user_id).order_by(SavedSearch.id.desc())
    return list(db.session.scalars(rows))


def owned(search_id: int, actor: Actor) -> SavedSearch | None:
    """One of the actor's own. One query."""
    if not actor.is_someone:
        return None
    rows = select(SavedSearch).where(SavedSearch.id == search_id, SavedSearch.user_id == actor.id)
    return db.session.scalars(rows).first()


def reader_of(search: SavedSearch) -> Actor | None:
    """With whose rights it is asked; None when the account ended."""
    return actors.of_user(search.user_id) if search.user_id else VISITOR


def kept_of(place: str, args: Mapping[str, str]) -> dict[str, str]:
    """Of an address only what makes the question."""
    if place == "resources":
        return asked_for(args)
    if place == "finder":
        return answers_of(args)
    asked = Asked.of(args)
    return {"q": asked.q, **asked.filters()} if asked.q else asked.filters()


def filter_of(search: SavedSearch, actor: Actor) -> Filter | None:
    """The filter of lists that the page itself would use. None: nothing can be found (its space closed…)."""
    args = search.question
    if search.place == "resources":
        return question(args, actor).filter
    if search.place == "finder":
        return _fitting(args, actor)
    asked = Asked.of(args)
    wanted = asked_in(asked.filters(), actor)
    if asked.space and not wanted.space:
        return None
    filter = wanted.filter((asked.kind,) if asked.kind else (), (), None)
    if not asked.q:
        return filter
    found = found_by(replace(asked, sort="date"), actor, limit=MOST, facets=False)
    return replace(filter, where=(Item.id.in_([result.row.id for result in found.results]),))


def answers_of(args: Mapping[str, str]) -> dict[str, str]:
    """The answers of the finder. The seat is also the territory from which sheets are looked at."""
    several = getattr(args, "getlist", lambda name: [args[name]] if args.get(name) else [])  # an address says one twice
    found = {name: ",".join(each.strip() for each in several(name) if each.strip())[:300] for name in QUESTIONS}
    return {name: value for name, value in {**found, "territory": found["seat"]}.items() if value}


def _fitting(args: Mapping[str, str], actor: Actor) -> Filter:
    """What the finder would list: nothing that a rule excludes."""
    place, found = place_in(args, actor), matches(project_in(args), actor)
    ids = [each.of.id for each in found if not each.is_out]
    return Filter(kinds=("resource",), join=Resource, where=(Item.id.in_(ids),), place_id=place.id if place else None)


def rows_of(search: SavedSearch, actor: Actor, *, ids: Iterable[int] | None = None, limit: int = 30) -> list[ItemRow]:
    """What it finds now, the newest first, or which of these publications it finds."""
    filter = filter_of(search, actor)
    if filter is None:
        return []
    if ids is not None:
        filter = replace(filter, where=(*filter.where, Item.id.in_(list(ids))))
    return listed(filter, actor, order=NEWEST, limit=limit).rows


def dated_rows(search: SavedSearch, actor: Actor, first: date, last: date | None = None) -> list[ItemRow]:
    """Resources that it finds and that close from one day to another, the nearest first."""
    filter = filter_of(search, actor)
    if filter is None:
        return []
    place = place_in(search.question, actor)
    days = day_of_order(place).between(first, last or NEVER - timedelta(days=1))
    filter = replace(filter, kinds=("resource",), join=Resource, where=(*filter.where, days))
    return listed(filter, actor, order=sorts(place)["deadline"][1], limit=500).rows


def concerns(search: SavedSearch, actor: Actor, territory_id: int) -> bool:
    """Does what a territory adds to a sheet matter to this search? It does where it counts, and from above a
    territory that the search names; a search that names none asks for that of its reader."""
    asked, here = place_in(search.question), tree().nodes.get(territory_id)
    if here is None:
        return False
    place = asked or tree().nodes.get(actor.territory_id or 0)
    return place is not None and (here.id in place.above or (asked is not None and asked.id in here.above))
