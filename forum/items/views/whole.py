"""The page of an item as a whole: parts that say the same to many are remembered, the frame is each reader's own."""

from collections.abc import Callable, Hashable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from forum.files import low_data
from forum.items.queries.heads import Head
from forum.items.queries.thread_of_posts import PostRow
from forum.web.remembered import remembered

CUT = "\x02"  # between the parts
_head = attrgetter(*(field.name for field in fields(Head)))
_post = attrgetter(*(field.name for field in fields(PostRow) if field.name not in ("source", "reactions")), "mark")
_facts: list[Callable[[Head], Hashable]] = []


def known_of(fact: Callable[[Head], Hashable]) -> Callable[[Head], Hashable]:
    """Register what a room above says on the page of an item beside what the page knows: asked at each reading."""
    _facts.append(fact)
    return fact


def whole(template: str, values: dict[str, Any]) -> str:
    """The page, with the parts of `template` that were made before for such readers."""

    def make() -> str:
        return render_template(template, **values, layout="items/parts.html", cut=Markup(CUT))

    html = remembered(template, _of(values), make)
    return render_template("items/whole.html", parts=[Markup(part) for part in html.split(CUT)])


def _of(values: dict[str, Any]) -> Hashable:
    """All that the page is made from, but its reader."""
    item, posts = values["item"], values["posts"]
    rest = {name: value for name, value in values.items() if name not in ("item", "first", "posts")}
    return (
        request.full_path, low_data.wanted(), repr(_head(item)), tuple(map(_post, [values["first"], *posts.rows])),
        posts.before, posts.after, repr(rest), tuple([fact(item) for fact in _facts]),
    )  # fmt: skip
