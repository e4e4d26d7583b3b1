"""Having read: how far in one item, all of a list, and when one was here."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.around import Reading, Visit
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import listed_to, posts_visible_to
from forum.items.queries.unread import new, unread

PAUSE = timedelta(minutes=30)  # away for so long: what comes next is another visit
OFTEN = timedelta(minutes=5)  # a visit under way is not written down more often
MOST = 5000  # items that one "mark all as read" takes


def mark_read(user_id: int, item_id: int, number: int) -> None:
    """The person has read up to this message; never goes back."""
    reading = db.session.get(Reading, (user_id, item_id))
    if reading is None:
        db.session.add(Reading(user_id=user_id, item_id=item_id, number=number))
    elif reading.number < number:
        reading.number, reading.at = number, clock.now()


def read_up_to(actor: Actor, item: Item, number: int, start: int = 1) -> None:
    """Messages from `start` to `number` were in sight. What was jumped over stays unread, except at the very end."""
    reading = db.session.get(Reading, (actor.id, item.id))
    visible = (Post.item_id == item.id, posts_visible_to(actor, item.space_id))
    last = db.session.scalar(select(Post.number).where(*visible).order_by(Post.number.desc()).limit(1))
    at_end = number >= (last or 1)
    if reading and start > reading.number + 1 and not at_end:
        return
    # The last visible message stands for those after it that the reader may not see.
    mark_read(actor.id or 0, item.id, item.last_number if at_end else max(1, number))


def visit(actor: Actor) -> Visit:
    """The person is here. Answers what "since your last visit" means now."""
    now, found = clock.now(), db.session.get(Visit, actor.id)
    if found is None:
        found = Visit(user_id=actor.id, at=now, since=now - timedelta(days=7), visits=1, undo={})
        db.session.add(found)
    elif now - found.at > PAUSE:
        found.since, found.at, found.visits = found.at, now, found.visits + 1
    elif now - found.at > OFTEN:
        found.at = now
    return found


def here_lately(moment: datetime | None) -> bool:
    """Whether a visit that was written down at this moment needs no new writing."""
    return moment is not None and clock.now() - moment < OFTEN


def read_all(actor: Actor, which: str, space_id: int | None = None) -> int:
    """Mark what is unread (or new: `which`) as read, everywhere or in a space. Answers how many items."""
    visit(actor)
    db.session.flush()
    kept = db.session.get_one(Visit, actor.id)
    clause = unread(actor) if which == "unread" else new(actor, kept.since)
    rows = select(Item.id, Item.last_number, Reading.number).outerjoin(
        Reading, (Reading.item_id == Item.id) & (Reading.user_id == actor.id)
    )
    if space_id:
        rows = rows.where(Item.space_id == space_id)
    undo: dict[str, Any] = {}
    for item_id, last, before in db.session.execute(rows.where(listed_to(actor), clause).limit(MOST)).all():
        undo[str(item_id)] = before
        mark_read(actor.id or 0, item_id, last)
    kept.undo = undo
    return len(undo)


def unread_again(actor: Actor) -> int:
    """Take the last "mark all as read" back. Answers how many items."""
    kept = db.session.get(Visit, actor.id)
    undo = dict(kept.undo) if kept else {}
    for item_id, before in undo.items():
        reading = db.session.get(Reading, (actor.id, int(item_id)))
        if reading and before is None:
            db.session.delete(reading)
        elif reading:
            reading.number = before
    if kept:
        kept.undo = {}
    return len(undo)
