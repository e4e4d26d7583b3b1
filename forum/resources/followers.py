"""What happens to sheets, for what is worked out of many of them."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import Event, follows
from forum.resources.doubles import compare
from forum.resources.models import Resource

CHANGES = ("item.published", "item.approved", "item.restored", "item.merged", "item.deleted", "item.edited",
           "resource.changed", "resource.refused", "resource.verified")  # fmt: skip


@follows(*CHANGES, name="resources: doubles")
def doubles(events: list[Event]) -> None:
    """Which sheets look alike. Twice is once."""
    ids = {event.item_id for event in events if event.item_id}
    compare(db.session.scalars(select(Resource.__table__.c.id).where(Resource.__table__.c.id.in_(ids))))
