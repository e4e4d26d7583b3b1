"""Links of an item, both ways, with the rows that the reader may see."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Integer, Select, bindparam, literal, select, union_all

from forum.core.permissions import Actor
from forum.core.prepared import ask
from forum.items.models.around import Link
from forum.items.models.item import Item
from forum.items.policy import listed_to
from forum.items.queries.lists import ItemRow, dress, row_columns


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as seen from this item."""

    relation: str
    outward: bool  # this item cites the other; else the other way
    by_text: bool
    number: int
    other: ItemRow


def links_of(item_id: int, actor: Actor, limit: int = 50) -> list[LinkRow]:
    """Links from and to this item. One query, and one for each kind among them."""
    found = ask(_rows(actor), item_id=item_id, most=limit)
    if not found:
        return []
    others = dress([ItemRow(*row[:-4]) for row in found])
    return [
        LinkRow(relation, bool(outward), bool(by_text), number, other)
        for (*_row, relation, outward, by_text, number), other in zip(found, others, strict=True)
    ]


@lru_cache(maxsize=500)  # by actor: building a statement takes longer than asking it
def _rows(actor: Actor) -> Select:
    item_id = bindparam("item_id")
    columns = (Link.relation, Link.by_text, Link.number, Link.at)
    ends = union_all(
        select(Link.to_id.label("other"), literal(1).label("outward"), *columns).where(Link.from_id == item_id),
        select(Link.from_id, literal(0), *columns).where(Link.to_id == item_id),
    ).subquery()
    return (
        row_columns()
        .add_columns(ends.c.relation, ends.c.outward, ends.c.by_text, ends.c.number)
        .join(ends, ends.c.other == Item.id)
        .where(listed_to(actor))
        .order_by(ends.c.at.desc(), Item.id, ends.c.relation)
        .limit(bindparam("most", type_=Integer))
    )
