"""Where one is in a discussion: how far one has read, jumps by date, the whole in short."""

from datetime import date

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.items.commands.read import read_up_to, visit
from forum.items.kinds import extras_of
from forum.items.queries.dates import number_at, stops
from forum.items.queries.heads import Head
from forum.items.queries.links import links_of
from forum.items.queries.summary import summary_of
from forum.items.views.ground import bp, head_or_404, item_or_404
from forum.web.actor import actor
from forum.web.answers import page, signed_in
from forum.web.slots import fills


@bp.route("/<int:item_id>/read", methods=["GET", "POST"])
def read(item_id: int) -> Response:
    """Messages from `start` to `number` were in sight. GET: the picture of pages without script asks so."""
    item = item_or_404(item_id)
    who = signed_in()
    start, number = request.values.get("start", 1, type=int), request.values.get("number", 1, type=int)
    with transaction():
        read_up_to(who, item, min(number, item.last_number), start)
        visit(who)
    answer = make_response("", 204)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.get("/<int:item_id>/dates")
def dates(item_id: int) -> Response:
    """Jumps by month with how many messages each has."""
    found = head_or_404(item_id)
    some, by_month = stops(found)
    return page(
        "items/dates.html", fragment="items/_dates.html", item=found, stops=some, by_month=by_month,
        first=found.created_at.date(), last=found.active_at.date(),
    )  # fmt: skip


@bp.get("/<int:item_id>/at")
def at(item_id: int) -> BaseResponse:
    """Go to the first message of a `day`; a day after the last leads to the end, none at all to the months."""
    found = head_or_404(item_id)
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return redirect(f"/items/{item_id}/dates", 302)
    if day <= found.created_at.date():
        return redirect(found.url, 302)
    number = number_at(item_id, day)
    place = f"?post={number}#post-{number}" if number else f"?before={found.last_number + 1}#live"
    return redirect(found.url + place, 302)


@bp.get("/<int:item_id>/summary")
def summary(item_id: int) -> Response:
    """Participants, organisations, links, what was settled."""
    found = head_or_404(item_id)
    return page(
        "items/summary.html", fragment="items/_summary.html", item=found, summary=summary_of(found),
        links=links_of(found.id, actor()), **extras_of(found, actor()),
    )  # fmt: skip


@fills("beside an item", position=10)
def beside(item: Head) -> str:
    """On every item with replies: its summary, fetched when it is opened."""
    return render_template("items/_summary_beside.html", item=item) if item.replies else ""
