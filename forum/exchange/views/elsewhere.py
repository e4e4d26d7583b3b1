"""The filtered catalogue on somebody else's site: a page made for a frame, without cookie and without script."""

from urllib.parse import urlencode

from flask import Response, current_app, make_response, render_template, request
from markupsafe import Markup

from forum.core.i18n import _
from forum.core.permissions import VISITOR
from forum.exchange.views.ground import bp
from forum.items.queries.lists import listed
from forum.resources.question import asked_for, place_in, question, sorts
from forum.web.answers import page
from forum.web.limits import spend
from forum.web.security import CONTENT_SECURITY_POLICY

COLOURS = ("auto", "light", "dark")


@bp.get("/embed/resources")
def framed() -> Response:
    """What visitors see of a question, in a frame of any site. Nobody is signed in here, nothing is remembered."""
    spend("embed", "120 per minute")
    found = question(request.args, VISITOR)
    most = max(1, min(request.args.get("limit", 10, type=int), 50))
    rows = listed(found.filter, VISITOR, order=sorts(place_in(request.args))["deadline"][1], limit=most)
    colours = request.args.get("colours", "auto")
    answer = make_response(
        render_template(
            "exchange/framed.html", rows=rows.rows, told=[words for _name, words in found.in_words()],
            more=bool(rows.next), colours=colours if colours in COLOURS else "auto", all_url=_catalogue(),
        )
    )  # fmt: skip
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
    policy = policy.replace("script-src 'self'", "script-src 'none'").replace(
        "form-action 'self'", "form-action 'none'"
    )
    answer.headers["Content-Security-Policy"] = policy
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


def _catalogue() -> str:
    kept = asked_for(request.args)
    base: str = current_app.extensions["settings"].base_url
    return f"{base}/resources/" + (f"?{urlencode(kept)}" if kept else "")


@bp.get("/embed/")
def code() -> Response:
    """The code to copy, with a look at it."""
    kept = asked_for(request.args)
    colours = request.args.get("colours", "auto")
    colours = colours if colours in COLOURS else "auto"
    most = max(1, min(request.args.get("limit", 10, type=int), 50))
    base = current_app.extensions["settings"].base_url
    query = urlencode({**kept, "colours": colours, "limit": most})
    frame = Markup(
        '<iframe src="{}" title="{}" width="100%" height="600" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    ).format(f"{base}/embed/resources?{query}", f"{_('Resources')} · Palabre")
    return page(
        "exchange/embed.html", code=str.__str__(frame), path=f"/embed/resources?{query}", kept=kept,
        colours=colours, limit=most, json_url=f"{base}/resources/export.jsonl?{urlencode(kept)}",
    )  # fmt: skip
