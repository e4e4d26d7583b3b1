"""Command: two publications became one. What was told of the one counts as told of the other."""

from sqlalchemy import select

from forum.alerts.models import ItemChange, Told
from forum.core.db import db


def follow(from_id: int, to_id: int) -> None:
    """Days before a deadline that somebody was told, and that it is new. Idempotent; four queries."""
    start, wanted = f"deadline/{from_id}/", []
    rows = select(Told.owner, Told.key).where(Told.key.startswith(start, autoescape=True))
    for owner, key in db.session.execute(rows):
        wanted.append((owner, f"deadline/{to_id}/{key.removeprefix(start)}"))
    news = select(ItemChange.id, ItemChange.item_id).where(
        ItemChange.item_id.in_((from_id, to_id)), ItemChange.what == "new"
    )
    ids: dict[int, list[int]] = {from_id: [], to_id: []}
    for number, item_id in db.session.execute(news):
        ids[item_id].append(number)
    told = select(Told.owner).where(Told.key.in_([f"change/{number}" for number in ids[from_id]]))
    for owner in set(db.session.scalars(told)):
        wanted += [(owner, f"change/{number}") for number in ids[to_id]]
    known = select(Told.owner, Told.key).where(Told.key.in_({key for _owner, key in wanted}))
    there = {(owner, key) for owner, key in db.session.execute(known)} if wanted else set()
    db.session.add_all(Told(owner=owner, key=key) for owner, key in sorted(set(wanted) - there))
