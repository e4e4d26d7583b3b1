"""What happened, counted by day, name and space."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, tuple_

from forum.core.db import db
from forum.core.events import Event, follows
from forum.core.permissions import NOBODYS
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.resources.models import Resource
from forum.statistics.models import DailyCount
from forum.threads.models import Acceptance, Thread

Key = tuple[date, str, int]  # day, name, space (0: outside of spaces)
PARIS = ZoneInfo("Europe/Paris")
# What an import or the demonstration brings in carries its own dates.
DATED = ("item.published", "item.approved", "post.published", "post.approved")
THREAD, RESOURCE = Thread.__table__, Resource.__table__


@follows("*", name="statistics")
def count(events: list[Event]) -> None:
    """Count each event once.

    Plain increments are exactly-once here: the cursor moves in the transaction in which the counts change
    (core/worker.py, a follower whose effect is inside the database), so an event is either counted and behind
    the cursor, or neither. A follower with effects outside would have to recognise what it has seen.
    What may be said several times of the same thing (an answer that moves) is counted anew from the tables.
    """
    events = [event for event in events if event.space_id != NOBODYS]  # what people say to each other is not counted
    dates, marks = _dates(events), _marks(events)
    found: Counter[Key] = Counter()
    for event in events:
        day, space = _day(dates.get((event.item_id, event.number), event.at)), event.space_id or 0
        for name in _names(event, marks):
            found[day, name, space] += 1
    _add(found)
    _count_answered({event.item_id for event in events if event.name in ("thread.answered", "thread.unanswered")})


def _names(event: Event, marks: dict[int, str]) -> Iterable[str]:
    """The event's own name; for what is published, its kind and its mark too."""
    yield event.name
    if event.name in ("item.published", "item.approved"):
        yield f"{event.data.get('kind', 'item')}.published"
        if mark := marks.get(event.item_id or 0):
            yield mark
    elif event.name == "post.approved":
        yield "post.published"
    if event.name == "resource.verified" and event.data.get("before") != "verified":
        yield "resource.newly_verified"


def _day(moment: datetime) -> date:
    return moment.astimezone(PARIS).date()


def _dates(events: list[Event]) -> dict[tuple[int | None, int | None], datetime]:
    """When the published messages were written. Two queries at most."""
    wanted = [event for event in events if event.name in DATED and event.item_id]
    items = {event.item_id for event in wanted if event.number == 1}
    posts = [(event.item_id, event.number) for event in wanted if event.number != 1]
    found: dict[tuple[int | None, int | None], datetime] = {}
    if items:
        rows = db.session.execute(select(Item.id, Item.created_at).where(Item.id.in_(items)))
        found.update({(item_id, 1): at for item_id, at in rows})
    if posts:
        rows = select(Post.item_id, Post.number, Post.created_at).where(tuple_(Post.item_id, Post.number).in_(posts))
        found.update({(item_id, number): at for item_id, number, at in db.session.execute(rows)})
    return found


def _marks(events: list[Event]) -> dict[int, str]:
    """Which of the published items are questions, or resources that came verified. Two queries at most."""
    kinds: dict[str, set[int]] = {"thread": set(), "resource": set()}
    for event in events:
        if event.name in ("item.published", "item.approved") and event.data.get("kind") in kinds:
            kinds[event.data["kind"]].add(event.item_id or 0)
    found: dict[int, str] = {}
    if kinds["thread"]:
        questions = select(THREAD.c.id).where(THREAD.c.id.in_(kinds["thread"]), THREAD.c.purpose == "question")
        found.update(dict.fromkeys(db.session.scalars(questions), "question.published"))
    if kinds["resource"]:
        verified = select(RESOURCE.c.id).where(RESOURCE.c.id.in_(kinds["resource"]), RESOURCE.c.standing == "verified")
        found.update(dict.fromkeys(db.session.scalars(verified), "resource.newly_verified"))
    return found


def _add(found: dict[Key, int]) -> None:
    kept = _rows(found)
    for key, number in found.items():
        if key in kept:
            kept[key].count += number
        else:
            db.session.add(DailyCount(day=key[0], name=key[1], space_id=key[2], count=number))


def _rows(keys: Iterable[Key]) -> dict[Key, DailyCount]:
    wanted = list(keys)
    columns = tuple_(DailyCount.day, DailyCount.name, DailyCount.space_id)
    rows = db.session.scalars(select(DailyCount).where(columns.in_(wanted))) if wanted else ()
    return {(row.day, row.name, row.space_id): row for row in rows}


def _count_answered(ids: set[int | None]) -> None:
    """Questions of a day that have an answer, counted anew: the share can never pass the whole."""
    if not ids:
        return
    touched = select(Item.created_at, Item.space_id).where(Item.id.in_(ids))
    days = {(_day(at), space) for at, space in db.session.execute(touched)}
    for day, space in days:
        start = datetime(day.year, day.month, day.day, tzinfo=PARIS)
        end = datetime.combine(date.fromordinal(day.toordinal() + 1), start.timetz())
        rows = (
            select(func.count())
            .select_from(Acceptance)
            .join(Item, Item.id == Acceptance.thread_id)
            .where(Item.space_id == space, Item.kind == "thread", Item.created_at >= start, Item.created_at < end)
        )
        row = DailyCount(day=day, name="question.answered", space_id=space, count=db.session.scalar(rows) or 0)
        db.session.merge(row)
