"""From events to changes that are worth a sentence."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select

from forum.alerts.models import ItemChange
from forum.core import clock
from forum.core.db import db
from forum.core.events import Event
from forum.items.models.item import Item
from forum.resources.models import Resource
from forum.resources.queries.deadlines import state_of

RECENT = timedelta(days=30)  # what an archive brings in is not new
NEW = ("item.published", "item.approved", "item.restored")
QUIET = {"confidence", "page_date", "status", "opens_on", "deadline"}  # told otherwise, or of no interest


def note(events: list[Event]) -> None:
    """Write down what matters. Four queries."""
    known = set(db.session.scalars(select(ItemChange.event_id).where(ItemChange.event_id.in_([e.id for e in events]))))
    fresh = [event for event in events if event.id not in known and event.item_id]
    ids = {event.item_id for event in fresh}
    items = {item.id: item for item in db.session.scalars(select(Item).where(Item.id.in_(ids)))}
    table = Resource.__table__
    rows = {row.id: row for row in db.session.execute(select(table).where(table.c.id.in_(ids)))}
    new = set(
        db.session.scalars(select(ItemChange.item_id).where(ItemChange.item_id.in_(ids), ItemChange.what == "new"))
    )
    for event in fresh:
        item = items.get(event.item_id or 0)
        if item is None or item.space_id < 0 or (event.name in NEW and item.id in new):
            continue  # what is back after a merge that was undone is not new again
        if change := change_of(event, item, rows.get(item.id)):
            db.session.add(change)
            db.session.flush()  # ids in the order of events


def change_of(event: Event, item: Item, row: Any) -> ItemChange | None:
    """What this event says, if it is worth telling."""
    if event.name in NEW:
        old = item.created_at < clock.now() - RECENT
        return None if old else _made(event, "new")
    if row is None:
        return None
    if event.name == "resource.verified":
        return _made(event, "new") if event.data.get("before") == "refused" else None
    if event.name == "resource.complemented":
        told = sorted(set(event.data.get("fields") or ()) - {"status"})
        return _made(event, "local", str(event.data["territory"]), ",".join(told)[:300]) if told else None
    was = event.data.get("was") or {}
    before = SimpleNamespace(
        status=was.get("status", row.status), deadline=_day(was, "deadline", row), opens_on=_day(was, "opens_on", row)
    )
    if state_of(before) == "closed" and state_of(row) != "closed":
        return _made(event, "reopened", _iso(before.deadline), _iso(row.deadline))
    if "deadline" in was:
        return _made(event, "deadline", _iso(before.deadline), _iso(row.deadline))
    if told := sorted(set(event.data.get("fields") or ()) - QUIET):
        return _made(event, "facts", now=",".join(told)[:300])
    return None


def _made(event: Event, what: str, was: str = "", now: str = "") -> ItemChange:
    return ItemChange(event_id=event.id, item_id=event.item_id, what=what, was=was, now=now, at=event.at)


def _day(was: dict[str, Any], name: str, row: Any) -> date | None:
    if name not in was:
        found: date | None = getattr(row, name)
        return found
    return date.fromisoformat(was[name]) if was[name] else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
