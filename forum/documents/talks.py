"""Talking about one passage of a document: a message of its discussion, with the words that it is about."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.markup.plain import excerpt, text_of
from forum.core.permissions import Actor, require
from forum.documents.anchors import Block, blocks_of, find
from forum.documents.around import PassageTalk
from forum.documents.models import Document
from forum.items.commands.reply import reply
from forum.items.commands.tell import tell
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import posts_visible_to
from forum.people.models import User


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A discussion about a passage. `now`: where the passage stands; None when it is gone."""

    number: int
    quote: str
    closed_at: datetime | None
    closed_by: str | None
    author_id: int
    author: str
    said: str
    at: datetime
    answers: int
    now: Block | None


def begin(actor: Actor, document: Document, quote: str, text: str) -> PassageTalk:
    """Begin one about a passage that stands in the text."""
    block = find(blocks_of(document.html), quote) if quote.strip() else None
    if block is None:
        raise Invalid(fields={"quote": _("Choose the passage of which you speak.")})
    if not text.strip():
        raise Invalid(fields={"source": _("Write a few words first.")})
    post = reply(
        actor, document, f"> {block.quote}\n>\n> ([#1]({path(document)}#post-1))\n\n{text.strip()}", reply_to=1
    )
    made = PassageTalk(item_id=document.id, number=post.number, quote=block.quote)
    db.session.add(made)
    return made


def close(actor: Actor, document: Document, talk: PassageTalk, *, on: bool) -> None:
    """Settled, or open again: by whoever began it, and by those who keep the page."""
    author_id = db.session.scalar(
        select(Post.author_id).where(Post.item_id == talk.item_id, Post.number == talk.number)
    )
    if author_id != actor.id or actor.id is None:
        require(actor, "settle suggestions", document)
    if (talk.closed_at is not None) == on:
        raise Conflict(_("Somebody did this already."))
    talk.closed_at, talk.closed_by_id = (clock.now(), actor.id) if on else (None, None)
    name = "document.passage_closed" if on else "document.passage_opened"
    tell(name, document, actor_id=actor.id, number=talk.number)


def talks_of(item: Item, actor: Actor, *, closed: bool = False) -> list[TalkRow]:
    """Open ones, or closed ones, the newest first; those whose message the actor may read. One query."""
    closer, answer = aliased(User), aliased(Post)
    answers = (
        select(func.count())
        .where(answer.item_id == Post.item_id, answer.reply_to == Post.number, answer.state == "public")
        .correlate(Post)
        .scalar_subquery()
    )
    rows = (
        select(Post.number, PassageTalk.quote, PassageTalk.closed_at, closer.name, User.id, User.name, Post.html,
               Post.created_at, answers)
        .join(Post, (Post.item_id == PassageTalk.item_id) & (Post.number == PassageTalk.number))
        .join(User, User.id == Post.author_id)
        .outerjoin(closer, closer.id == PassageTalk.closed_by_id)
        .where(PassageTalk.item_id == item.id, posts_visible_to(actor, item.space_id))
        .where(PassageTalk.closed_at.is_not(None) if closed else PassageTalk.closed_at.is_(None))
        .order_by(Post.number.desc())
        .limit(100)
    )  # fmt: skip
    blocks = blocks_of(item.html)
    return [
        TalkRow(number, quote, at, by, author_id, author, excerpt(text_of(_own_words(html)), 280), created, count,
                find(blocks, quote))
        for number, quote, at, by, author_id, author, html, created, count in db.session.execute(rows)
    ]  # fmt: skip


def _own_words(html: str) -> str:
    """The message without the passage that it quotes first."""
    return html.partition("</blockquote>")[2] or html
