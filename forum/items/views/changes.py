"""Pages that are open: whether something changed, and what.

The page tells what it shows (`have`: number and mark of each message) and is answered what differs, so nothing is
missed whatever happened in between, and nothing needs to be remembered of the page.
"""

import re

from flask import Response, make_response, render_template, request

from forum.items.kinds import extras_of
from forum.items.queries.reader import reader_of
from forum.items.queries.thread_of_posts import Messages, PostRow, newest, posts_numbered, posts_of
from forum.items.showing import rights_of
from forum.items.views.ground import bp, head_or_404
from forum.web.actor import actor
from forum.web.kept import kept, may_keep

MOST = 200  # messages of which a page may ask; a longer one asks about those in sight
SHOWN = re.compile(r"(\d{1,9})\.(\w{1,80})")


@bp.get("/<int:item_id>/stamp")
def stamp(item_id: int) -> Response:
    """204 while `is` is true; else the present stamp. Of public items web/live.py answers before us."""
    found = head_or_404(item_id)
    if request.args.get("is", -1, type=int) >= found.stamp:
        return make_response("", 204)
    answer = make_response(str(found.stamp))
    answer.mimetype = "text/plain"
    return answer


@bp.get("/<int:item_id>/new")
def new(item_id: int) -> Response:
    """What differs from what the page shows. `after`: the page is at its end, messages above come too."""
    after, have = request.args.get("after", type=int), request.args.get("have", "")
    found = newest(item_id)
    if found and after is not None and found[0] <= after and not have:
        return make_response("", 204)
    if found and may_keep():
        return kept(found, lambda: _changed(item_id, after, have))  # many visitors of one page ask the same
    return _changed(item_id, after, have)


def _changed(item_id: int, after: int | None, have: str) -> Response:
    found, who = head_or_404(item_id), actor()
    extras = extras_of(found, who)
    answer = extras.get("answer")
    shown = dict(list((int(number), mark) for number, mark in SHOWN.findall(have))[:MOST])
    present = {row.number: row for row in posts_numbered(found, who, list(shown))} if shown else {}
    posts = posts_of(found, who, after=max(1, after), limit=100) if after is not None else Messages([], None, None)
    numbers = [row.number for row in posts.rows]
    return make_response(
        render_template(
            "items/_changed.html", item=found, posts=posts, **extras, reader=reader_of(item_id, who),
            rights=rights_of(found, who), after=None if after is None else max([after, *numbers]),
            changed=[row for number, row in present.items() if _mark(row, answer) != shown[number]],
            gone=[number for number, mark in shown.items() if number not in present and mark != "gone"],
            last=found.last_number,
        )
    )  # fmt: skip


def _mark(row: PostRow, answer: object) -> str:
    return row.mark + ("a" if getattr(answer, "number", None) == row.number else "")
