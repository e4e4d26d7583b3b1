"""One publication goes into another of its kind: its address leads there for ever, with its discussion, who follows
it and what links to it. Its text stays in its history. Kinds say what else comes along; all of it can be undone.
"""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from forum.core.db import db, lock
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items.addresses import Step
from forum.items.commands.acts import record, undoes
from forum.items.commands.carry import carry, carry_back, follow_too
from forum.items.commands.merge import close_line, turn_back, turn_links
from forum.items.commands.split import pack, steps_of
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.keeping import Act, MovedMessage
from forum.items.models.post import Post

MOST = 2000  # messages under the one that goes
# Of a kind: what it brings along (answers what undoing needs), and how that goes back.
Bring = Callable[[Any, Any], dict[str, Any]]
PutBack = Callable[[Act, Any, Any], None]
_ways: dict[str, tuple[Bring, PutBack]] = {}


def folds(kind: str, bring: Bring, put_back: PutBack) -> None:
    """Register what publications of a kind bring along. `bring(goes, stays)`, `put_back(act, goes, stays)`."""
    _ways[kind] = (bring, put_back)


def fold(actor: Actor, item: Item, target: Item, **more: Any) -> Act:
    """Fold `item` into `target`. Whoever calls checked the right to. `more`: kept with the deed, for undoing."""
    for each in sorted((item, target), key=lambda each: each.id):  # in one order: two merges never wait in a ring
        lock(each)
    last, title = target.last_number, item.title
    numbers = db.session.scalars(
        select(Post.number).where(Post.item_id == item.id).order_by(Post.number).limit(MOST + 1)
    ).all()
    if len(numbers) > MOST:
        raise Invalid(fields={"other": _("This discussion is too long to be merged: 2,000 messages at most.")})
    steps = [Step(item.id, number, target.id, last + place) for place, number in enumerate(numbers, 1)]
    followers = follow_too(item.id, target.id)
    kept = carry(steps) if steps else {"answers": [], "lost": {}}
    item.state = "merged"
    act = record(
        actor, item, "folded", after=1, to_id=target.id, count=len(steps), steps=[pack(step) for step in steps],
        kept=kept, followers=followers, links=turn_links(item.id, target.id), led=_lead(item.id, target.id),
        **_ways[item.kind][0](item, target), **more,
    )  # fmt: skip
    assert act is not None
    record(actor, target, "received", after=last, space_id=act.space_id, of=act.id, from_id=item.id, page=title)
    tell("item.merged", item, actor_id=actor.id, to_item=target.id)
    tell("item.received", target, actor_id=actor.id, number=1, from_item=item.id)
    return act


def _lead(from_id: int, to_id: int) -> list[list[int]]:
    """The address of the page, and those that led to it, lead to the other. Answers the latter, for undoing."""
    if back := db.session.get(MovedMessage, (to_id, 1)):  # it leads nowhere: it is here
        db.session.delete(back)
    rows = db.session.scalars(select(MovedMessage).where(MovedMessage.to_id == from_id, MovedMessage.to_number == 1))
    led = []
    for row in rows.all():
        led.append([row.from_id, row.from_number])
        row.to_id, row.to_number = to_id, 1
    db.session.merge(MovedMessage(from_id=from_id, from_number=1, to_id=to_id, to_number=1))
    return led


def bring_rows(table: Any, owner: str, key: Callable[[Any], Any], from_id: int, to_id: int) -> list[Any]:
    """Rows that hang on one (column `owner`) hang on the other, unless it has one of the same key already.

    Answers the keys of those that came.
    """
    column = getattr(table, owner)
    there = {key(row) for row in db.session.scalars(select(table).where(column == to_id))}
    came = [row for row in db.session.scalars(select(table).where(column == from_id)) if key(row) not in there]
    keys = [key(row) for row in came]
    for row in came:
        setattr(row, owner, to_id)
    return keys


@undoes("folded")
def _undo_folded(actor: Actor, item: Item, act: Act) -> None:
    """Both pages are as before; what was written since stays where it was written."""
    target = db.session.get_one(Item, act.data["to_id"])
    if moved := db.session.get(MovedMessage, (item.id, 1)):
        db.session.delete(moved)
    for from_id, from_number in act.data["led"]:
        if row := db.session.get(MovedMessage, (from_id, from_number)):
            row.to_id, row.to_number = item.id, 1
    db.session.flush()
    item.state = "public"
    if steps := steps_of(act):
        carry_back(steps, act.data["kept"])
    turn_back(act, target)
    _ways[item.kind][1](act, item, target)
    close_line(actor, act, target)
    tell("item.restored", item, actor_id=actor.id, number=1)
    tell("item.split", target, actor_id=actor.id, to_item=item.id, count=act.data["count"])
