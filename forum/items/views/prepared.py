"""Messages as HTML, kept for readers who may do the same with them.

Of a page for a member most of the work is its messages, and most of these look the same to all members. A kept message
is made for a stand-in of the reader that knows only what the key knows, so that nothing personal can slip in; what is
personal (slots of other rooms, the token of forms) is filled in for each reader.
"""

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from forum.core import clock
from forum.core.markup.includes import INCLUDED
from forum.files import low_data
from forum.items.queries.heads import Head
from forum.items.queries.thread_of_posts import PostRow
from forum.items.views import cards
from forum.web.actor import actor
from forum.web.locale import locale, timezone
from forum.web.remembered import token
from forum.web.slots import slot

KEPT = 700  # messages; about 3 kB each
HOLE = re.compile("\x00([^\x00]*)\x00")
_kept: OrderedDict[tuple[Any, ...], list[str]] = OrderedDict()
Touch = Callable[[Head, str], str]
_touches: list[Touch] = []


def touches(touch: Touch) -> Touch:
    """Register a last touch on messages of items with dead links: what it says is not kept with the message."""
    _touches.append(touch)
    return touch


@dataclass(frozen=True, slots=True)
class Somebody:
    """The stand-in: all that a message may know of its reader beside rights and reactions."""

    is_someone: bool


@pass_context
def message_html(context: Context, post: PostRow) -> Markup:
    """`items/_message.html` for this reader. Takes item, rights, answer, may_accept, purpose, target from the page."""
    item: Head = context["item"]
    answer = context.get("answer")
    values = {
        "is_answer": bool(answer) and answer.number == post.number,
        "may_accept": bool(context.get("may_accept")),
        "purpose": context.get("purpose") or "",
        "is_target": context.get("target") == post.number,
        "rights": frozenset(context.get("rights") or ()),
    }
    someone = actor().is_someone
    key = (
        item.id, item.url, item.lang, post.number, post.mark, hash(post.html), post.author_name, post.author_handle,
        post.author_state, post.author_role, post.organisation_name, post.organisation_slug, post.edited_at,
        post.reply_to, post.is_wiki, item.last_number > 1, post.rights, post.mine, post.files, low_data.wanted(), someone, locale(), timezone(), _age(post), *values.values(),
    )  # fmt: skip
    parts = _kept.get(key)
    if parts is None:
        parts = HOLE.split(INCLUDED.sub(_card_hole, _render(item, post, someone, values)))
        _kept[key] = parts
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    filled = list(parts)
    for place in range(1, len(parts), 2):  # the holes, between the texts
        card = parts[place].startswith("card ")
        filled[place] = (
            cards.card(int(parts[place][5:]), _texts(context, post)) if card else _fill(parts[place], item, post)
        )
    html = "".join(filled)
    for touch in _touches if item.dead_links else ():
        html = touch(item, html)
    return Markup(html)


def _render(item: Head, post: PostRow, someone: bool, values: dict[str, Any]) -> str:
    return current_app.jinja_env.get_template("items/_message.html").render(
        item=item, post=post, rights=values["rights"], may_accept=values["may_accept"], purpose=values["purpose"],
        answer=post if values["is_answer"] else None, target=post.number if values["is_target"] else 0,
        actor=Somebody(someone), slot=_hole, csrf_token=lambda: Markup("\x00csrf\x00"), locale=locale(),
    )  # fmt: skip


def _hole(name: str, *subjects: Any) -> Markup:
    return Markup(f"\x00{len(subjects)}{name}\x00")


def _card_hole(found: re.Match[str]) -> str:
    return f"\x00card {found[1] or found[2]}\x00"


def _texts(context: Context, post: PostRow) -> list[str]:
    """Every text of the page, so that what they include is fetched at once."""
    shown = [context.get("first"), *getattr(context.get("posts"), "rows", ()), *(context.get("changed") or ()), post]
    return [each.html for each in shown if each]


def _fill(hole: str, item: Head, post: PostRow) -> str:
    if hole != "csrf":
        return slot(hole[1:], *(item, post)[: int(hole[0])])
    return str(token())


def _age(post: PostRow) -> int:
    """Changes when the relative time that is shown may."""
    passed = int((clock.now() - post.created_at).total_seconds())
    if passed >= 8 * 86400:
        return -1
    return passed // 60 if passed < 3600 else 100 + passed // 3600 if passed < 86400 else 200 + passed // 86400
