"""Links of an item, both ways, with the rows that the reader may see."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.around import Link
from forum.items.queries.lists import ItemRow, by_ids


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as seen from this item."""

    relation: str
    outward: bool  # this item cites the other; else the other way
    by_text: bool
    number: int
    other: ItemRow


def links_of(item_id: int, actor: Actor, limit: int = 50) -> list[LinkRow]:
    """Links from and to this item. Two queries, and one for each kind among them; one when there are none."""
    rows = (
        select(Link)
        .where(or_(Link.from_id == item_id, Link.to_id == item_id))
        .order_by(Link.at.desc(), Link.from_id, Link.to_id)
        .limit(limit)
    )
    found = list(db.session.scalars(rows))
    others = by_ids([_other(link, item_id) for link in found], actor)
    return [
        LinkRow(link.relation, link.from_id == item_id, link.by_text, link.number, others[_other(link, item_id)])
        for link in found
        if _other(link, item_id) in others
    ]


def _other(link: Link, item_id: int) -> int:
    return link.to_id if link.from_id == item_id else link.from_id
