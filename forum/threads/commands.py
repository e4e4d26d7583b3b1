"""Asking, and keeping an answer."""

from typing import Any

from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.publish import publish
from forum.items.commands.tell import tell
from forum.items.models.post import Post
from forum.spaces.models import Space
from forum.threads.models import Acceptance, Thread

PURPOSES = ("question", "announcement", "experience")


def ask(actor: Actor, space: Space, *, title: str, source: str, purpose: str = "question", **more: Any) -> Thread:
    """Open a thread. See `items.commands.publish` for `more` and what it raises."""
    if purpose not in PURPOSES:
        raise Invalid(fields={"purpose": _("Choose one of the proposed values.")})
    return publish(actor, Thread, space, title=title, source=source, purpose=purpose, **more)


def accept_answer(actor: Actor, thread: Thread, post: Post) -> Acceptance:
    """Mark one post as the answer; a second call moves the mark.

    Raises Forbidden unless the actor asked or keeps the space, Conflict for a post of another thread.
    """
    require(actor, "accept an answer", thread)
    if post.item_id != thread.id or post.state != "public":
        raise Conflict(_("That message belongs to another discussion, or is not published."))
    if thread.purpose != "question":
        raise Conflict(_("Only questions have an accepted answer."))
    kept = Acceptance(thread_id=thread.id, number=post.number, by_id=actor.id or thread.author_id)
    acceptance = db.session.merge(kept)
    tell("thread.answered", thread, actor_id=actor.id, number=post.number)
    return acceptance


def take_back_answer(actor: Actor, thread: Thread) -> None:
    """No accepted answer any more."""
    require(actor, "accept an answer", thread)
    if acceptance := db.session.get(Acceptance, thread.id):
        db.session.delete(acceptance)
        tell("thread.unanswered", thread, actor_id=actor.id, number=acceptance.number)
