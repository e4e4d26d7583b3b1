"""Threads as pages and the index need them."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select

from forum.core.db import db
from forum.core.markup.plain import text_of
from forum.core.permissions import Actor
from forum.core.prepared import Told, hear
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import visible_to
from forum.people.models import User
from forum.threads.models import Acceptance, Thread


@dataclass(frozen=True, slots=True)
class Answer:
    """The accepted answer, as shown under the question."""

    number: int
    author: str
    html: str
    purpose: str


def readable(thread_id: int, actor: Actor) -> Thread | None:
    """The thread, for a command; None for what the actor may not see. One query."""
    return db.session.scalars(select(Thread).where(Thread.id == thread_id, visible_to(actor))).first()


def reply_in(thread: Thread, number: int | None) -> Post | None:
    """A reply of this thread by its number. One query."""
    rows = select(Post).where(Post.item_id == thread.id, Post.number == number)
    return db.session.scalars(rows).first()


def hear_answer(thread_id: int) -> Told:
    """Its row. One query."""
    return hear(_answer_rows(), thread_id=thread_id)


def answer_of(thread_id: int, told: Told | None = None) -> tuple[str, Answer | None]:
    """The thread's purpose, and its accepted answer. One query, none when it was asked for."""
    rows = (told or hear_answer(thread_id)).rows()
    if not rows:
        return "question", None
    row = rows[0]
    shown = row.number is not None and row.state == "public"
    return row.purpose, Answer(row.number, row.name, row.html, row.purpose) if shown else None


@cache
def _answer_rows() -> Select:
    return (
        select(Thread.__table__.c.purpose, Acceptance.number, User.name, Post.html, Post.state)
        .select_from(Thread.__table__)
        .outerjoin(Acceptance, Acceptance.thread_id == Thread.__table__.c.id)
        .outerjoin(Post, (Post.item_id == Acceptance.thread_id) & (Post.number == Acceptance.number))
        .outerjoin(User, User.id == Post.author_id)
        .where(Thread.__table__.c.id == bindparam("thread_id"))
    )


def state_of(purpose: str, is_solved: bool, is_closed: bool) -> str:
    """Where a question stands: nobody is led to answer one that takes no answer any more. Nothing for the others."""
    if purpose != "question":
        return ""
    return "solved" if is_solved else "closed" if is_closed else "open"


def facts(ids: list[int]) -> dict[int, dict[str, Any]]:
    """State of each thread: solved, closed, open, or nothing for what is no question. One query."""
    table = Thread.__table__
    rows = (
        select(table.c.id, table.c.purpose, Acceptance.number, Item.closed_at)
        .join(Item, Item.id == table.c.id)
        .outerjoin(Acceptance, Acceptance.thread_id == table.c.id)
        .where(table.c.id.in_(ids))
    )
    return {
        row.id: {
            "purpose": row.purpose,
            "state": state_of(row.purpose, bool(row.number), row.closed_at is not None),
            "answer": row.number,
        }
        for row in db.session.execute(rows)
    }


def words(ids: list[int]) -> dict[int, dict[str, str]]:
    """The accepted answer's text, for the index. One query."""
    rows = (
        select(Acceptance.thread_id, Post.html)
        .join(Post, (Post.item_id == Acceptance.thread_id) & (Post.number == Acceptance.number))
        .where(Acceptance.thread_id.in_(ids), Post.state == "public")
    )
    return {thread_id: {"answer": text_of(html)} for thread_id, html in db.session.execute(rows)}


def state_clause(state: str) -> tuple[ColumnElement[bool], ...]:
    """The filter of the list: solved, open (takes an answer, has none), unanswered (no reply at all)."""
    table = Thread.__table__
    answered = exists().where(Acceptance.thread_id == Item.id)
    if state == "solved":
        return (answered,)
    if state == "open":
        return (table.c.purpose == "question", ~answered, Item.closed_at.is_(None))
    if state == "unanswered":
        return (table.c.purpose == "question", Item.replies == 0, Item.closed_at.is_(None))
    return ()
