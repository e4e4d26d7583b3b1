"""Who may be called with @ while somebody types: people of the discussion first, then people and organisations."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from forum.core.db import db
from forum.core.ids import folded, slug_of
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.models import Organisation, User

LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class Called:
    """One line: what is typed after the @, the name, `person` or `organisation`."""

    handle: str
    name: str
    kind: str


def _begins(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """A range, so that the index of the column serves it on both databases."""
    return and_(column >= prefix, column < prefix + LAST)


def callable_by(prefix: str, item_id: int | None, limit: int = 8) -> list[Called]:
    """Those whose name or handle begins so; for an item (the caller may read it) its writers first. Two queries."""
    name, handle = folded(prefix), slug_of(prefix) if prefix.strip() else ""
    is_called = or_(_begins(User.name_key, name), _begins(User.handle, handle))
    found: dict[str, Called] = {}
    if item_id:
        writers = union_all(
            select(Item.author_id.label("id")).where(Item.id == item_id),
            select(Post.author_id).where(Post.item_id == item_id, Post.state == "public"),
        ).subquery()
        rows = (
            select(User.handle, User.name, literal("person"))
            .where(User.id.in_(select(writers.c.id)), User.state == "active", is_called if prefix.strip() else True)
            .order_by(User.name_key)
            .limit(limit)
        )
        found = {row[0]: Called(*row) for row in db.session.execute(rows)}
    if prefix.strip():
        people = select(User.handle, User.name, literal("person", String), User.name_key).where(
            is_called, User.state == "active"
        )
        organisations = select(
            Organisation.slug, Organisation.name, literal("organisation", String), Organisation.name_key
        ).where(or_(_begins(Organisation.name_key, name), _begins(Organisation.slug, handle)))
        each = [
            part.order_by(part.selected_columns[3]).limit(limit).subquery().select() for part in (people, organisations)
        ]
        for row in db.session.execute(union_all(*each)):
            found.setdefault(row[0], Called(row[0], row[1], row[2]))
    return list(found.values())[:limit]
