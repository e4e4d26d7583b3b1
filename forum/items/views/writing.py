"""While somebody writes: the preview as it will be sent, and drafts kept on the server."""

from flask import Response, jsonify, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.markup.render import render
from forum.items.commands.texts import names_in
from forum.items.commands.watch import drop_draft, keep_draft
from forum.items.queries.reader import draft_of, drafts_of, was_sent
from forum.items.sending import KEY_LENGTH
from forum.items.views.ground import bp
from forum.web.answers import done, page, signed_in
from forum.web.errors import wants_json
from forum.web.limits import spend


@bp.post("/preview")
def preview() -> Response:
    """The text as it will look."""
    who = signed_in()
    spend("preview", "60 per minute", who.id)
    source = request.form.get("source", "")[:100_000]
    html = render(source, prefix="preview", names=names_in(source))
    return page("items/preview.html", fragment="items/_preview.html", html=html, source=source)


@bp.post("/drafts")
def draft() -> BaseResponse:
    """Keep what is being typed; `place` says where it belongs. Scripts get the moment, a plain form the list."""
    who = signed_in()
    spend("draft", "120 per minute", who.id)
    values = [request.form.get(name, "") for name in ("place", "title", "source")]
    with transaction():
        kept = keep_draft(who, *values)
    if wants_json():
        return jsonify(at=kept.at.isoformat() if kept else None)
    return done(_("Your draft is kept: take it up again here, on any device."), to="/items/drafts")


@bp.get("/drafts/one")
def one_draft() -> Response:
    """The draft of one place, for the page that was opened there; nothing when there is none."""
    kept = draft_of(signed_in(), request.args.get("place", ""))
    if kept is None:
        return make_response("", 204)
    return jsonify(title=kept.title, source=kept.source, at=kept.at.isoformat())


@bp.get("/sent")
def sent() -> Response:
    """Was the form with this key taken? Then nobody needs to keep its text."""
    return jsonify(was_sent(signed_in(), request.args.get("key", "")[:KEY_LENGTH]))


@bp.get("/drafts")
def drafts() -> Response:
    """One's own drafts."""
    return page("items/drafts.html", drafts=drafts_of(signed_in()))


@bp.post("/drafts/drop")
def drop() -> BaseResponse:
    """Let a draft go."""
    who = signed_in()
    with transaction():
        drop_draft(who.id, request.form.get("place", ""))
    return done(_("The draft is gone."), to="/items/drafts")
