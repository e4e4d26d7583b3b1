"""A little life around the demonstration accounts, and what waits for those who keep the space."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.demo.data_files import data
from forum.demo.people import actor, space, user
from forum.items.commands.reply import reply
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import Message
from forum.moderation.commands.report import report
from forum.people.commands import named
from forum.resources.commands import propose
from forum.spaces.commands import join
from forum.spaces.models import JoinRequest, Membership
from forum.territories.queries import theme, tree
from forum.threads.commands import ask


def _before(hours: int) -> datetime:
    return clock.now() - timedelta(hours=hours)


def _known(name: str) -> bool:
    items = select(Item.id).where(Item.kind.in_(("thread", "resource")), Item.external_id == name)
    return db.session.scalar(items) is not None


def _around(row: dict[str, Any]) -> dict[str, Any]:
    places = row.get("territories") or ([row["territory"]] if row.get("territory") else [])
    return {
        "external_id": row["id"],
        "themes": [found.id for code in row["themes"] if (found := theme(code))],
        "tags": row.get("tags", []),
        "territories": [tree().codes[code].id for code in places],
        "is_example": True,
    }


def load_own_threads() -> None:
    """What the demonstration accounts ask and answer, in the last days."""
    for row in data("more")["threads"]:
        if _known(row["id"]):
            continue
        thread = ask(
            actor(row["author"]), space(row["space"]), title=row["title"], source=row["body"],
            purpose=row.get("purpose", "question"), created_at=_before(row["hours"]), **_around(row),
        )  # fmt: skip
        for each in row["replies"]:
            said = {"created_at": _before(each["hours"]), "external_id": each["id"]}
            reply(actor(each["author"]), thread, each["body"], **said)


def load_waiting() -> None:
    """A newcomer's message with a link, an open report, two proposed resources, a request to join."""
    more = data("more")
    for row in more["proposed"]:
        if not _known(row["id"]):
            names = ("id", "space", "author", "title", "body", "themes", "territories")
            fields = {name: value for name, value in row.items() if name not in names}
            who, where = actor(row["author"]), space(row["space"])
            propose(who, where, title=row["title"], source=row["body"], **fields, **_around(row))
    waiting, reported, asking = more["waiting"], more["reported"], more["asking"]
    if not _said(waiting["id"]):
        reply(actor(waiting["author"]), _thread(waiting["thread"]), waiting["body"], external_id=waiting["id"])
    if not _said(reported["id"]):
        thread = _thread(reported["thread"])
        author = named(reported["author"]).id
        post = reply(actor(reported["by"]), thread, reported["body"], author_id=author, external_id=reported["id"])
        message = Message(thread, post.number, post)
        report(actor(reported["by"]), message, reason=reported["reason"], text=reported["text"])
    who, where = user(asking["by"]), space(asking["space"])
    known = db.session.get(JoinRequest, (who.id, where.id)) or db.session.get(Membership, (who.id, where.id))
    if known is None:
        join(actor(asking["by"]), where, asking["message"])


def _said(name: str) -> bool:
    return db.session.scalar(select(Post.id).where(Post.external_id == name)) is not None


def _thread(name: str) -> Item:
    return db.session.scalars(select(Item).where(Item.kind == "thread", Item.external_id == name)).one()
