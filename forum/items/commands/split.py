"""Choosing messages of a discussion: they become one of their own, or go into another."""

from bisect import bisect_right
from typing import Any

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.events import importing
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.addresses import Step
from forum.items.commands.acts import record, undoes
from forum.items.commands.carry import carry, carry_back, follow_too
from forum.items.commands.tell import tell
from forum.items.commands.watch import watch_quietly
from forum.items.kinds import kind
from forum.items.models.around import Reading
from forum.items.models.item import Item
from forum.items.models.keeping import Act, MovedMessage
from forum.items.models.post import Post
from forum.items.queries.heads import labels
from forum.spaces.models import Space

MOST = 500  # messages at once


def split(actor: Actor, item: Item, numbers: list[int], *, title: str, space: Space) -> tuple[Item, Act]:
    """Make a new discussion of these messages; the first one becomes its text. Old addresses lead there.

    Raises Forbidden, or Invalid naming the field.
    """
    require(actor, "split", item)
    require(actor, "publish", space)
    posts = chosen(item, numbers)
    first = posts[0]
    around = labels(item.id)
    common = {
        "title": title, "source": first.source, "author_id": first.author_id, "created_at": first.created_at,
        "themes": [theme.id for theme in around.themes], "tags": [label for _slug, label in around.tags],
        "territories": [place.id for place in around.territories],
    }  # fmt: skip
    with importing():  # nobody is told anew of what they were told when it was written
        made = kind("thread").create(actor, space, common, {})
    steps = [Step(item.id, post.number, made.id, place) for place, post in enumerate(posts, 1)]
    for user_id in {post.author_id for post in posts}:
        watch_quietly(user_id, made.id)
    act = _carried(actor, item, made, steps, "split")
    tell("item.received", made, actor_id=actor.id, number=1, from_item=item.id)
    return made, act


def send(actor: Actor, item: Item, numbers: list[int], target: Item) -> Act:
    """Put these messages at the end of another discussion. Old addresses lead there."""
    require(actor, "split", item)
    require(actor, "split", target)
    if target.id == item.id or target.state not in ("public", "pending"):
        raise Invalid(fields={"other": _("Give the address of another discussion.")})
    posts = chosen(item, numbers)
    lock(target)
    before = target.last_number
    steps = [Step(item.id, post.number, target.id, before + place) for place, post in enumerate(posts, 1)]
    act = _carried(actor, item, target, steps, "sent")
    record(
        actor, target, "received", after=before, space_id=item.space_id, of=act.id, from_id=item.id, count=len(posts)
    )
    tell("item.received", target, actor_id=actor.id, number=steps[0].to_number, from_item=item.id)
    return act


def chosen(item: Item, numbers: list[int]) -> list[Post]:
    """These replies, in order. Raises Invalid for none, too many, or the first text of the discussion."""
    wanted = sorted(set(numbers))
    if 1 in wanted:
        raise Invalid(
            fields={"post": _("The first message stays: to move the whole discussion, move or merge it instead.")}
        )
    if not wanted:
        raise Invalid(fields={"post": _("Choose at least one message.")})
    if len(wanted) > MOST:
        raise Invalid(fields={"post": _("500 messages at most at once.")})
    lock(item)
    rows = select(Post).where(Post.item_id == item.id, Post.number.in_(wanted)).order_by(Post.number)
    posts = list(db.session.scalars(rows))
    if len(posts) != len(wanted):
        raise Conflict(_("Some of these messages are no longer here. Choose again."))
    return posts


def _carried(actor: Actor, item: Item, target: Item, steps: list[Step], deed: str) -> Act:
    kept = carry(steps)
    _read_as_far(steps)
    act = record(
        actor, item, deed, after=steps[0].from_number - 1, steps=[pack(step) for step in steps], kept=kept,
        to_id=target.id, count=len(steps),
    )  # fmt: skip
    assert act is not None
    tell("item.split", item, actor_id=actor.id, number=steps[0].from_number, to_item=target.id, count=len(steps))
    return act


def pack(step: Step) -> list[int]:
    """As JSON keeps it."""
    return [step.from_id, step.from_number, step.to_id, step.to_number]


def _read_as_far(steps: list[Step]) -> None:
    """Whoever had read the messages where they were has read them where they are."""
    first = steps[0]
    numbers = [step.from_number for step in steps]
    readers = select(Reading.user_id, Reading.number).where(Reading.item_id == first.from_id)
    known = {row.user_id: row for row in db.session.scalars(select(Reading).where(Reading.item_id == first.to_id))}
    for user_id, number in db.session.execute(readers.where(Reading.number >= numbers[0])):
        last = steps[bisect_right(numbers, number) - 1].to_number
        if user_id not in known:
            if first.to_number == 1:  # a discussion that was there before was not read by having read these
                db.session.add(Reading(user_id=user_id, item_id=first.to_id, number=last))
        elif known[user_id].number == first.to_number - 1:
            known[user_id].number, known[user_id].at = last, clock.now()


def steps_of(act: Act) -> list[Step]:
    """The steps of an act, once it is sure that its messages are still where it put them."""
    steps = [Step(*each) for each in act.data["steps"]]
    rows = select(MovedMessage.to_id, MovedMessage.to_number)
    for step in steps:
        where = (MovedMessage.from_id == step.from_id, MovedMessage.from_number == step.from_number)
        if db.session.execute(rows.where(*where)).first() != (step.to_id, step.to_number):
            raise Conflict(_("These messages moved again since: undo that first."))
    return steps


@undoes("split")
def _undo_split(actor: Actor, item: Item, act: Act) -> None:
    """Everything comes back, with the replies that came since; the address of the discussion made leads there."""
    made = db.session.get_one(Item, act.data["to_id"])
    steps = steps_of(act)
    lock(item)
    carry_back(steps, act.data["kept"])
    since = select(Post.number).where(Post.item_id == made.id).order_by(Post.number)
    numbers = list(db.session.scalars(since))
    if numbers:
        carry([Step(made.id, number, item.id, item.last_number + place) for place, number in enumerate(numbers, 1)])
    follow_too(made.id, item.id)
    tell("item.merged", made, actor_id=actor.id, to_item=item.id)


@undoes("sent")
def _undo_sent(actor: Actor, item: Item, act: Act) -> None:
    """They come back to their former numbers."""
    target = db.session.get_one(Item, act.data["to_id"])
    carry_back(steps_of(act), act.data["kept"])
    lines: Any = select(Act).where(Act.item_id == target.id, Act.deed == "received", Act.undone_at.is_(None))
    for line in db.session.scalars(lines):
        if line.data.get("of") == act.id:
            line.undone_at, line.undone_by_id = clock.now(), actor.id
    tell("item.split", target, actor_id=actor.id, to_item=item.id, count=len(act.data["steps"]))
