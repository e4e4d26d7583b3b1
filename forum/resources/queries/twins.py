"""Sheets that look like the same."""

from dataclasses import replace
from typing import Any

from sqlalchemy import and_, exists, or_, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.resources.around import NotTheSame, Pair
from forum.resources.models import Resource
from forum.resources.twins import ALIKE, Known, Twin, title_key, url_key, words_of

TABLE = Resource.__table__
SOME = 400  # sheets compared while somebody types
PAIRS = 50


def _sheets(actor: Actor, where: Any, limit: int | None = None) -> list[Twin]:
    rows = (
        select(Item.id, Item.title, TABLE.c.funder, TABLE.c.url, Item.slug)
        .join(TABLE, TABLE.c.id == Item.id)
        .where(Item.state.in_(("public", "pending")), TABLE.c.standing != "refused", visible_to(actor), where)
        .order_by(Item.id.desc())
        .limit(limit)
    )
    return [Twin.of(*row) for row in db.session.execute(rows)]


def alike_to(
    actor: Actor, *, title: str, funder: str = "", url: str = "", but: int = 0, least: float = ALIKE, limit: int = 5
) -> list[tuple[float, Twin]]:
    """What is there already that looks like what somebody types. One query."""
    sheet = Twin.of(but, title, funder, url)
    words = sorted(words_of(title_key(title)), key=len, reverse=True)[:5]
    clauses = [TABLE.c.title_key.contains(f" {word}", autoescape=True) for word in words if len(word) > 2]
    if "/" in (key := url_key(url)):
        clauses.append(TABLE.c.url_key == key)
    if not clauses:
        return []
    known = Known(_sheets(actor, and_(or_(*clauses), Item.id != but), SOME), SOME)
    return known.near(sheet, least)[:limit]


def alike_to_each(
    actor: Actor, sheets: list[Twin], least: float = ALIKE, limit: int = 2
) -> dict[int, list[tuple[float, Twin]]]:
    """The same for several that are not there yet, by their `id` of whoever asks. One query."""
    clauses: list[Any] = []
    for sheet in sheets:
        longest = sorted(sheet.words, key=len, reverse=True)[:2]
        clauses += [TABLE.c.title_key.contains(f" {word}", autoescape=True) for word in longest if len(word) > 2]
        if "/" in sheet.url:
            clauses.append(TABLE.c.url_key == sheet.url)
    if not clauses:
        return {}
    known = Known(_sheets(actor, or_(*clauses), SOME * 2), SOME)
    near = ((sheet.id, known.near(replace(sheet, id=0), least)[:limit]) for sheet in sheets)
    return {number: found for number, found in near if found}


def known_to(actor: Actor, where: Any = True) -> Known:
    """All that the actor may see. One query."""
    return Known(_sheets(actor, where))


def pairs(actor: Actor) -> list[tuple[float, Twin, Twin]]:
    """Those that the actor may settle, the most alike first, without those that somebody looked at. Two queries.

    A follower keeps them (`doubles.py`): nothing is compared here.
    """
    kept = select(Item.id).where(Item.space_id.in_(actor.curates | actor.moderates), Item.kind == "resource")
    if not actor.is_admin and not (actor.curates or actor.moderates):
        return []
    looked = exists().where(NotTheSame.low_id == Pair.low_id, NotTheSame.high_id == Pair.high_id)
    rows = select(Pair.low_id, Pair.high_id, Pair.points).where(~looked)
    if not actor.is_admin:
        rows = rows.where(or_(Pair.low_id.in_(kept), Pair.high_id.in_(kept)))
    found = db.session.execute(rows.order_by(Pair.points.desc(), Pair.low_id, Pair.high_id).limit(PAIRS * 4)).all()
    ids = {each for row in found for each in row[:2]}
    known = {sheet.id: sheet for sheet in _sheets(actor, Item.id.in_(ids))} if ids else {}
    both = ((points / 100, known.get(low), known.get(high)) for low, high, points in found)
    return [(points, one, other) for points, one, other in both if one and other][:PAIRS]
