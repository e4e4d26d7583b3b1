"""Two discussions become one: all messages in the order of their dates, or one after the other."""

from bisect import bisect_right
from typing import Any

from sqlalchemy import select, update

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.addresses import Step
from forum.items.commands.acts import record, undoes
from forum.items.commands.carry import carry, carry_back, follow_too
from forum.items.commands.split import pack, steps_of
from forum.items.commands.tell import tell
from forum.items.models.around import Link, Reading, Watch
from forum.items.models.item import Item
from forum.items.models.keeping import Act
from forum.items.models.post import Post

MOST = 2000  # messages of both, when they are put in the order of their dates
ORDERS = ("date", "end")


def merge(actor: Actor, item: Item, target: Item | None, order: str = "date") -> Act:
    """All messages of `item` go into `target`; the address of `item` leads there for ever.

    order: "date" (messages of both among each other) or "end" (after those of the other).
    """
    require(actor, "split", item)
    if target is None or target.id == item.id or target.kind != item.kind or target.state != "public":
        raise Invalid(fields={"other": _("Give the address of another discussion.")})
    require(actor, "split", target)
    if item.kind != "thread" or order not in ORDERS:
        raise Invalid(fields={"order": _("Choose one of the proposed values.")})
    for each in sorted((item, target), key=lambda each: each.id):  # in one order: two merges never wait for each other
        lock(each)
    last, title = target.last_number, item.title
    rows = _in_order(item, target, order)
    steps = [
        Step(item_id, number, target.id, last + place)
        for place, (item_id, number) in enumerate(rows, 1)
    ]  # fmt: skip
    mine = sum(step.from_id == item.id for step in steps)
    followers = follow_too(item.id, target.id)
    read = _read_as_far(item, target, steps)
    kept = carry(steps)
    links = turn_links(item.id, target.id)
    after = steps[0].to_number - 1
    act = record(
        actor, item, "merged", after=1, steps=[pack(step) for step in steps], kept=kept, to_id=target.id, count=mine,
        followers=followers, links=links, read=read,
    )  # fmt: skip
    assert act is not None
    record(
        actor, target, "received", after=min(after, last), space_id=act.space_id, of=act.id, from_id=item.id,
        count=mine, whole=title,
    )  # fmt: skip
    tell("item.merged", item, actor_id=actor.id, to_item=target.id)
    tell("item.received", target, actor_id=actor.id, number=steps[0].to_number, from_item=item.id)
    return act


def _in_order(item: Item, target: Item, order: str) -> list[tuple[int, int]]:
    """The messages that get a new number, in their new order: (item, number)."""
    rows = select(Post.created_at, Post.item_id, Post.number).order_by(Post.number)
    theirs: list[Any] = [tuple(row) for row in db.session.execute(rows.where(Post.item_id == item.id))]
    moving: list[Any] = [(item.created_at, item.id, 1), *theirs]
    if order == "date":
        # Those of the other that are older than all these keep their numbers.
        here: list[Any] = [tuple(row) for row in db.session.execute(rows.where(Post.item_id == target.id))]
        if len(here) + len(moving) > MOST:
            raise Invalid(
                fields={"order": _("These discussions are too long to be sorted by date: put one after the other.")}
            )
        first = next((place for place, row in enumerate(here) if row[0] > item.created_at), len(here))
        moving = sorted([*moving, *here[first:]], key=lambda row: row[0])  # stable: numbers stay in order
    elif len(moving) > MOST:
        raise Invalid(fields={"order": _("This discussion is too long to be merged: 2,000 messages at most.")})
    return [(item_id, number) for _at, item_id, number in moving]


def _read_as_far(item: Item, target: Item, steps: list[Step]) -> list[list[int]]:
    """Everybody has read up to the first message that is new to them. Answers what stood before, for undoing."""
    before: dict[int, dict[int, int]] = {}
    rows = select(Reading.user_id, Reading.item_id, Reading.number).where(Reading.item_id.in_((item.id, target.id)))
    for user_id, item_id, number in db.session.execute(rows):
        before.setdefault(user_id, {})[item_id] = number
    places = {each: [at for at, step in enumerate(steps) if step.from_id == each] for each in (item.id, target.id)}
    numbers = {each: [steps[at].from_number for at in places[each]] for each in places}
    kept = []
    for user_id, known in before.items():
        if target.id not in known:
            continue  # who never opened the other finds all of it new
        kept.append([user_id, known[target.id]])
        unread = []
        for each in (item.id, target.id):
            place = bisect_right(numbers[each], known.get(each, 0))
            unread.append(places[each][place] if place < len(places[each]) else len(steps))
        if known[target.id] >= (min(numbers[target.id], default=target.last_number + 1) - 1):
            first = min(unread)
            reached = steps[first - 1].to_number if first else known[target.id]
            here = (Reading.user_id == user_id, Reading.item_id == target.id)
            db.session.execute(update(Reading).where(*here).values(number=reached))
    return kept


def turn_links(from_id: int, to_id: int) -> list[list[Any]]:
    """Ties between whole items (a document that came from it, a need) turn to the other. Answers those turned."""
    rows = select(Link).where((Link.from_id == from_id) | (Link.to_id == from_id))
    turned = []
    for link in db.session.scalars(rows).all():
        start, end = (to_id if each == from_id else each for each in (link.from_id, link.to_id))
        if start == end or db.session.get(Link, (start, end, link.relation)):
            continue
        turned.append([link.from_id, link.to_id, start, end, link.relation])
        link.from_id, link.to_id = start, end
        db.session.flush()
    return turned


def turn_back(act: Act, target: Item) -> None:
    """Undo `turn_links`, and the following that came with it."""
    for old_start, old_end, start, end, relation in act.data["links"]:
        if link := db.session.get(Link, (start, end, relation)):
            link.from_id, link.to_id = old_start, old_end
    for user_id in act.data["followers"]:
        if watch := db.session.get(Watch, (user_id, "item", target.id)):
            db.session.delete(watch)


def close_line(actor: Actor, act: Act, target: Item) -> None:
    """The line in the page that received something is undone with the act itself."""
    lines = select(Act).where(Act.item_id == target.id, Act.deed == "received", Act.undone_at.is_(None))
    for line in db.session.scalars(lines):
        if line.data.get("of") == act.id:
            line.undone_at, line.undone_by_id = clock.now(), actor.id


@undoes("merged")
def _undo_merged(actor: Actor, item: Item, act: Act) -> None:
    """Both are as before; what was written since stays where it was written."""
    target = db.session.get_one(Item, act.data["to_id"])
    carry_back(steps_of(act), act.data["kept"])
    turn_back(act, target)
    for user_id, number in act.data["read"]:
        here = (Reading.user_id == user_id, Reading.item_id == target.id)
        db.session.execute(update(Reading).where(*here).values(number=number))
    close_line(actor, act, target)
    tell("item.restored", item, actor_id=actor.id, number=1)
    tell("item.split", target, actor_id=actor.id, to_item=item.id, count=act.data["count"])
