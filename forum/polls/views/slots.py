"""The places of polls in the pages of items, which know nothing of them."""

from flask import g, render_template, request, url_for

from forum.items.models.item import Item
from forum.items.next_step import offers
from forum.items.policy import Message
from forum.items.queries.heads import Head
from forum.polls.policy import may_ask
from forum.polls.queries import PollRow, polls_of
from forum.polls.views.ground import block, words
from forum.web.actor import actor
from forum.web.slots import fills, small


def _polls(item: Head) -> list[PollRow]:
    """All of an item's, once a request; no query when it has none."""
    kept: dict[int, list[PollRow]] = g.setdefault("polls", {})
    if item.id not in kept:
        kept[item.id] = polls_of(item, actor())
    return kept[item.id]


@fills("under a message", position=30)
def under_message(item: Head, post: object) -> str:
    """The polls that hang on this message."""
    number = getattr(post, "number", 1)
    return "".join(block(item, row) for row in _polls(item) if row.poll.number == number)


@fills("beside an item", position=10)
def beside(item: Head) -> str:
    """In a long discussion: where the polls are, which are open."""
    rows = [row for row in _polls(item) if row.poll.withdrawn_at is None]
    return render_template("polls/_beside.html", item=item, polls=rows, **words()) if rows else ""


@fills("in the menu of a message", position=20)
def in_menu(item: Head, post: object) -> str:
    """A poll under a message that stands, for its author and keepers."""
    message = Message(item, getattr(post, "number", 1), post)  # type: ignore[arg-type]  # same names as the tables
    if not may_ask(actor(), message):
        return ""
    return small("polls/_in_menu.html", item_id=item.id, number=message.number)


@fills("beside the button of a reply", position=50)
def in_composer(item: Head) -> str:
    """A poll with the reply that is being written."""
    return small("polls/_in_composer.html", item_id=item.id) if actor().is_someone else ""


@fills("under a new publication", position=50)
def with_new() -> str:
    """A poll with what is about to be published."""
    return render_template("polls/_with_new.html", wanted=request.form.get("then") == "poll")


@offers
def after_publishing(item: Item) -> str:
    """Where whoever published goes next: to the form of the poll that they want under it; "" otherwise."""
    return url_for("polls.new", item_id=item.id, message=1) if request.form.get("then") == "poll" else ""
