"""Publications as lines of JSON, in the words that the import reads. What is not public (waits, hidden) stays here."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.exchange.importers import documents, resources, threads
from forum.items.commands.texts import base_url
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.queries.heads import labels
from forum.people.models import User
from forum.resources.models import ResourceAudience, ResourceZone
from forum.spaces.models import Space
from forum.threads.models import Acceptance

KINDS: dict[str, Any] = {"documents": documents, "threads": threads, "resources": resources}
BATCH = 200


def lines_of(what: str, space: Space) -> Iterator[dict[str, Any]]:
    """All public ones of a space, the oldest first, a few at a time in memory."""
    model, last = KINDS[what].MODEL, 0
    while True:
        rows = (
            select(model, User.name)
            .join(User, User.id == Item.author_id)
            .where(Item.space_id == space.id, Item.state == "public", Item.id > last)
        )
        found = db.session.execute(rows.order_by(Item.id).limit(BATCH)).all()
        if not found:
            return
        last = found[-1][0].id
        for item, author in found:
            yield {name: value for name, value in _line(what, item, author).items() if value not in (None, "", [])}
        db.session.expunge_all()


def _line(what: str, item: Any, author: str) -> dict[str, Any]:
    around = labels(item.id)
    common = {
        "id": item.external_id or f"{base_url()}/items/{item.id}", "title": item.title, "summary": item.summary,
        "body": item.source, "author": author, "created_at": item.created_at.isoformat(), "lang": item.lang,
        "themes": [theme.code for theme in around.themes], "tags": [label for _slug, label in around.tags],
        "territories": [node.code for node in around.territories], "countries": list(item.countries),
        "is_example": item.is_example or None, "replies": _replies(what, item),
    }  # fmt: skip
    own = {name: _plain(getattr(item, name)) for name in _columns(what, item)}
    if what == "resources":
        audiences = select(ResourceAudience.actor_type).where(ResourceAudience.resource_id == item.id)
        zones = select(ResourceZone.zone).where(ResourceZone.resource_id == item.id)
        own |= {"audiences": sorted(db.session.scalars(audiences)), "zones": sorted(db.session.scalars(zones))}
    return common | own


def _columns(what: str, item: Any) -> list[str]:
    """What the import of the kind reads and the table has."""
    return [name for name in KINDS[what].FIELDS if name in item.__table__.c and name not in ("id", "kind")]


def _replies(what: str, item: Any) -> list[dict[str, Any]]:
    rows = (
        select(Post, User.name)
        .join(User, User.id == Post.author_id)
        .where(Post.item_id == item.id, Post.state == "public")
        .order_by(Post.number)
    )
    kept = db.session.get(Acceptance, item.id) if what == "threads" else None
    return [
        {
            "id": post.external_id or f"{item.id}/{post.number}", "author": author, "body": post.source,
            "created_at": post.created_at.isoformat(), "accepted": bool(kept and kept.number == post.number),
        }
        for post, author in db.session.execute(rows)
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
