"""The other spaces that show an item."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.keeping import ItemSpace
from forum.spaces.models import Space
from forum.spaces.policy import known_to


def other_spaces(item_id: int, actor: Actor) -> list[Space]:
    """Those that the actor may know of, by name. One query."""
    rows = (
        select(Space)
        .join(ItemSpace, ItemSpace.space_id == Space.id)
        .where(ItemSpace.item_id == item_id, known_to(actor))
        .order_by(Space.name)
    )
    return list(db.session.scalars(rows))
