"""A link that died and a reader who says that something changed: what those who keep pages find in the morning."""

from datetime import timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import VISITOR
from forum.items.models.item import Item
from forum.links.keeping import keep, recount
from forum.links.models import LinkPlace, WebLink
from forum.resources.models import Resource
from forum.upkeep.commands import signal
from forum.upkeep.models import Signal


def load_upkeep() -> None:
    """Once. Links of examples are never asked: this one is shown as a month of asking would have found it."""
    if db.session.scalar(select(Signal.id).limit(1)) or db.session.scalar(
        select(WebLink.id).where(WebLink.state == "dead").limit(1)
    ):
        return
    keep((each, 1) for each in db.session.scalars(select(Item.id).where(Item.is_example, Item.kind == "document")))
    first = select(WebLink).join(LinkPlace, LinkPlace.link_id == WebLink.id).where(LinkPlace.place == "sources")
    if link := db.session.scalars(first.order_by(LinkPlace.item_id).limit(1)).first():
        link.state, link.status, link.problem, link.failures = "dead", 404, "said", 4
        link.checked_at, link.failed_since = clock.now(), clock.now() - timedelta(days=9)
        db.session.flush()
        recount(db.session.scalars(select(LinkPlace.item_id).where(LinkPlace.link_id == link.id)).all())
    shown = select(Resource).where(Resource.is_example, Resource.state == "public", Resource.type == "call")
    if resource := db.session.scalars(shown.order_by(Resource.id).limit(1)).first():
        signal(VISITOR, resource, what="dates", text="Leur page annonce maintenant une autre date limite.")
