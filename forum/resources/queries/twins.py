"""Sheets that look like the same."""

from dataclasses import replace
from typing import Any

from sqlalchemy import and_, or_, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.resources.around import NotTheSame
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
    """Those that the actor may settle, without those that somebody looked at. Two queries and a third for the rest."""
    kept = Item.space_id.in_(actor.curates | actor.moderates)
    mine = set() if actor.is_admin else set(db.session.scalars(select(Item.id).where(kept, Item.kind == "resource")))
    if not actor.is_admin and not mine:
        return []
    apart = {tuple(row) for row in db.session.execute(select(NotTheSame.low_id, NotTheSame.high_id))}
    found = (each for each in known_to(actor).pairs() if (each[1].id, each[2].id) not in apart)
    return [each for each in found if actor.is_admin or each[1].id in mine or each[2].id in mine][:PAIRS]
