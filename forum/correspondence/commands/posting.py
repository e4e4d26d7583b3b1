"""A letter becomes a message: an answer under an item, or a new discussion of a space."""

import re

from forum.core.errors import NotFound, Problem
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.correspondence.attachments import keep_attachments, noted, set_aside
from forum.correspondence.queries import answered_place
from forum.correspondence.reading.letter import Letter
from forum.correspondence.reading.subjects import purpose_of, title_of
from forum.correspondence.reading.typed import typed
from forum.items.commands.read import mark_read
from forum.items.commands.reply import reply
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.queries.heads import readable
from forum.spaces.models import Space
from forum.threads.commands import ask
from forum.threads.models import Thread

# Quoted by a program whose manner nobody knew, they would be published, and others could use them.
_ACTS = re.compile(r"https?://[^\s<>()]*/(?:by-mail|unsubscribe|guests|notifications/mail/again)/[^\s<>()\]]+")


def text_of(letter: Letter, *, is_answer: bool | None = None) -> str:
    """What was typed in it, without the addresses of our letters that act for whoever opens them."""
    return _ACTS.sub("…", typed(letter, is_answer=is_answer).text)


def item_of(item_id: int, actor: Actor) -> Item:
    """What is answered. Raises NotFound for what the actor may not read, gone or not."""
    item = readable(item_id, actor)
    if item is None or item.state == "deleted":
        raise NotFound(_("This discussion is not there any more, or you may not read it any more."))
    return item


def answer(actor: Actor, letter: Letter, item: Item, number: int, text: str) -> Post:
    """Post what was typed as an answer to this message, with the rights that the page would ask for."""
    place = answered_place(letter.answers, actor)
    if place and place[0] == item.id:
        number = place[1]
    kept = set_aside(actor, letter.body.attached)
    made = reply(actor, item, noted(text, kept), reply_to=number if number > 1 else None)
    keep_attachments(actor, kept, item.id, made.number)
    mark_read(actor.id or 0, item.id, made.number)
    return made


def begin(actor: Actor, letter: Letter, space: Space, text: str) -> Thread:
    """Open a discussion with this letter."""
    kept = set_aside(actor, letter.body.attached)
    source = noted(text, kept)
    thread = ask(actor, space, title=title_of(letter.subject, text), source=source, purpose=purpose_of(letter.subject))
    keep_attachments(actor, kept, thread.id, 1)
    return thread


def words_of(problem: Problem) -> str:
    """Why the command refused, for the person."""
    return " ".join(dict.fromkeys(each for each in (problem.message, *problem.fields.values()) if each))
