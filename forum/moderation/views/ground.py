"""What these views share: the blueprint, loaders, and where the reader stands."""

import re
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.permissions import can
from forum.items.policy import Message
from forum.items.queries.heads import message, readable
from forum.moderation.models import Decision
from forum.moderation.queries import decisions
from forum.moderation.queries.private import reported
from forum.moderation.queries.work import Work, work
from forum.moderation.queries.worklist import Ref, Scope, counts
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.answers import by_htmx, done
from forum.web.security import safe_next

bp = Blueprint("moderation", __name__)
ROW = re.compile(r"work-([a-z]+)-([0-9]+)-([0-9]+)")


def message_or_404(item_id: int, number: int) -> Message:
    """A message, if the reader may see it, or if it is a private one that was reported and they decide on it."""
    return message(readable(item_id, actor()), number, actor()) or reported(item_id, number, actor()) or abort(404)


def decision_or_404(decision_id: int) -> Decision:
    """A decision, if the reader may see it."""
    found = decisions.decision(decision_id)
    return found if found and can(actor(), "read", found) else abort(404)


def here() -> str:
    """The page on which the reader acts: htmx says it, plain forms carry it."""
    if by_htmx():
        parts = urlsplit(request.headers.get("HX-Current-URL", ""))
        address = parts.path + (f"?{parts.query}" if parts.query else "")
    else:
        address = request.form.get("next", "") if request.method == "POST" else request.full_path.rstrip("?")
    return safe_next(address, "/moderation/")


def scope() -> Scope:
    """The worklist on which the reader acts: that of one space, or all."""
    found = re.match(r"/spaces/([^/?]+)/worklist", here())
    space = known(found[1], actor()) if found else None
    return Scope(actor(), space.id if space else None)


def row_asked() -> Ref | None:
    """The row of the worklist that htmx swaps."""
    found = ROW.fullmatch(request.headers.get("HX-Target", ""))
    if not found:
        return None
    what, first, second = found[1], int(found[2]), int(found[3])
    if what == "request":
        return Ref(what, None, 0, 0, second, first, 0, "")  # type: ignore[arg-type]
    return Ref(what, None, first, second, 0, 0, 0, "")  # type: ignore[arg-type]


def row_again(ref: Ref) -> Work | None:
    """The row as it is now; None when it waits no more."""
    return next(iter(work(scope(), only=ref).rows), None)


def settled(said: str, *, to: str, title: str, undo: str = "") -> BaseResponse:
    """It is settled: the row says how, with a way back; pills count anew. Without htmx: back to the page."""
    ref = row_asked()
    if not by_htmx() or ref is None:
        return done(said, to=to)
    where = scope()
    return make_response(
        render_template("moderation/_settled.html", ref=ref, said=said, url=to, title=title, undo=undo)
        + render_template("moderation/_pills.html", counts=counts(where), base=base_of(here()), kind="", swap=True)
    )


def row(ref: Ref, status: int = 200, **values: object) -> Response | None:
    """The row again, to be swapped in its place: after an undo, or with what is wrong in its form."""
    found = row_again(ref)
    if found is None:
        return None
    html = render_template("moderation/_work.html", work=found, **values)
    pills = render_template("moderation/_pills.html", counts=counts(scope()), base=base_of(here()), kind="", swap=True)
    return make_response(html + pills, status)


def base_of(address: str) -> str:
    """The worklist's address without its filter."""
    return address.split("?")[0]
