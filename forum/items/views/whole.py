"""The page of an item as a whole: parts that say the same to many are remembered, the frame is each reader's own."""

from collections.abc import Callable, Hashable
from typing import Any

from flask import render_template, request
from markupsafe import Markup

from forum.files import low_data
from forum.items.queries.heads import Head
from forum.web.remembered import remembered

CUT = "\x02"  # between the parts
_facts: list[Callable[[Head], Hashable]] = []


def known_of(fact: Callable[[Head], Hashable]) -> Callable[[Head], Hashable]:
    """Register what a room above says on the page of an item beside what the page knows: asked at each reading."""
    _facts.append(fact)
    return fact


def whole(template: str, item: Head, facts: Hashable, values: Callable[[], dict[str, Any]]) -> str:
    """The page, with the parts of `template` that were made before for such readers.

    `facts`: the same when `values()` is the same, but for what that asks of the reader.
    """

    def make() -> str:
        return render_template(template, **values(), layout="items/parts.html", cut=Markup(CUT))

    beside = tuple([fact(item) for fact in _facts])
    html = remembered(template, (request.full_path, low_data.wanted(), repr(item), facts, beside), make)
    return render_template("items/whole.html", parts=[Markup(part) for part in html.split(CUT)])
