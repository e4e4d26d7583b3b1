"""A link that died and a reader who says that something changed: what those who keep pages find in the morning."""

from datetime import timedelta

from sqlalchemy import select, update

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import VISITOR
from forum.demo.data_files import data
from forum.items.models.item import Item
from forum.links.keeping import keep, recount
from forum.links.models import LinkPlace, WebLink
from forum.upkeep.commands import signal
from forum.upkeep.models import Signal

NEVER = timedelta(days=36_500)


def load_upkeep() -> None:
    """Links of the demonstration are known and never asked. Of an example, and of nothing real, one is shown as
    a month of asking would have found it."""
    rows = [*data("practices")["practices"], *data("resources")["resources"], *data("more")["proposed"]]
    wanted = Item.external_id.in_([row["id"] for row in rows]), Item.kind.in_(("document", "resource"))
    items = db.session.scalars(select(Item).where(*wanted, Item.state == "public").order_by(Item.id)).all()
    keep((item.id, 1) for item in items)
    here = select(LinkPlace.link_id).where(LinkPlace.item_id.in_([item.id for item in items]))
    fresh = (WebLink.id.in_(here), WebLink.checked_at.is_(None), WebLink.state == "new")
    db.session.execute(update(WebLink).where(*fresh).values(next_at=clock.now() + NEVER))
    if db.session.scalar(select(Signal.id).limit(1)):
        return
    _one_dies()
    if fund := next((item for item in items if item.is_example and getattr(item, "type", "") == "funding"), None):
        signal(VISITOR, fund, what="dates", text="Leur page annonce maintenant une autre date limite (exemple).")


def _one_dies() -> None:
    rows = select(WebLink).where(WebLink.url.like("%//example.org/%"), WebLink.state == "new").order_by(WebLink.id)
    link = db.session.scalars(rows.limit(1)).first()
    if link is not None:
        link.state, link.status, link.problem, link.failures = "dead", 404, "said", 4
        link.checked_at, link.failed_since = clock.now(), clock.now() - timedelta(days=9)
        db.session.flush()
        recount(db.session.scalars(select(LinkPlace.item_id).where(LinkPlace.link_id == link.id)).all())
