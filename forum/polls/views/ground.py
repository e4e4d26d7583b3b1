"""What these views share: the loader, the block of a poll, the words of its dates."""

from typing import Any

from flask import Blueprint, abort, make_response, render_template
from werkzeug.wrappers import Response as BaseResponse

from forum.core import clock
from forum.items.kinds import path_of
from forum.items.queries.heads import Head, head
from forum.polls import dates, labels
from forum.polls.policy import Asked
from forum.polls.queries import PollRow, asked, one_shown
from forum.web.actor import actor
from forum.web.answers import by_htmx, done
from forum.web.locale import locale, timezone

bp = Blueprint("polls", __name__)


def asked_or_404(poll_id: int) -> Asked:
    """The poll, if the reader may see it and its message."""
    return asked(poll_id, actor()) or abort(404)


def shown_or_404(case: Asked) -> tuple[Head, PollRow]:
    """The head of its item, and the poll as this reader sees it. Three queries at most."""
    found = head(case.poll.item_id, actor()) or abort(404)
    return found, one_shown(found, actor(), case.poll.id) or abort(404)


def place_of(case: Asked) -> str:
    """The address of a poll: its message, and itself in it."""
    item, number = case.message.item, case.poll.number
    query = f"?post={number}" if number > 1 else ""
    return f"{path_of(item.kind, item.id, item.slug)}{query}#poll-{case.poll.id}"


def option_words(option: Any) -> str:
    """An answer; a date in the reader's zone."""
    return dates.words_of(option, timezone(), locale())


def words() -> dict[str, Any]:
    """What the templates of polls say."""
    return {"words": labels, "option_words": option_words, "has_hours": dates.has_hours,
            "zone_name": clock.city(timezone())}  # fmt: skip


def block(item: Head, row: PollRow, **more: Any) -> str:
    """The poll, to stand under its message or to be swapped there."""
    return render_template("polls/_poll.html", item=item, row=row, **words(), **more)


def answered(poll_id: int, said: str, **more: Any) -> BaseResponse:
    """It worked: the poll as it is now and the sentence, or its place in the page."""
    case = asked_or_404(poll_id)
    if not by_htmx():
        return done(said, to=place_of(case))
    html = block(*shown_or_404(case), **more)
    return make_response(html + (render_template("shared/_said.html", message=said) if said else ""))
