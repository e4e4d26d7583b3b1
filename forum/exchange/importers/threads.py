"""Threads with their replies and the answer that was accepted."""

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import SYSTEM
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.common import describe, put_replies, rewrite, values_of
from forum.exchange.importers.fields import Row
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.spaces.models import Space
from forum.threads.commands import PURPOSES, accept_answer, ask
from forum.threads.models import Acceptance, Thread

MODEL = Thread
FIELDS = ("purpose", "kind")
WORDS = {"annonce": "announcement", "retour": "experience", "besoin": "question"}


def make(row: Row, space: Space, authors: Authors) -> Thread:
    """A new thread."""
    thread = ask(SYSTEM, space, purpose=_purpose(row), **values_of(row, authors))
    _accept(thread, row, put_replies(thread, row, authors, fresh=True))
    return thread


def change(item: Item, row: Row, authors: Authors) -> None:
    """The same thread, as the file has it now."""
    assert isinstance(item, Thread)
    item.purpose = _purpose(row)
    rewrite(item, row, authors)
    describe(item, row)
    _accept(item, row, put_replies(item, row, authors, fresh=False))
    tell("thread.described", item, actor_id=None, number=1)


def _purpose(row: Row) -> str:
    word = str(row.more.get("purpose") or row.more.get("kind") or "question")
    found = WORDS.get(word, word)
    if found not in PURPOSES:
        raise Invalid(_("Unknown kind of discussion: %(name)s.", name=word))
    return found


def _accept(thread: Thread, row: Row, replies: dict[str, Post]) -> None:
    accepted = next((replies[each.id] for each in row.replies if each.accepted), None)
    if accepted is None or thread.purpose != "question" or accepted.state != "public":
        return
    kept = db.session.get(Acceptance, thread.id)
    if kept is None or kept.number != accepted.number:
        accept_answer(SYSTEM, thread, accepted)
