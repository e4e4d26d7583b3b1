"""While somebody writes: the preview as it will be sent, and drafts kept on the server."""

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.markup.images import ids_in
from forum.core.markup.render import render
from forum.files.forms import takes_files
from forum.files.queries import waiting
from forum.items.commands.texts import names_in
from forum.items.commands.watch import drop_draft, keep_draft
from forum.items.queries.reader import drafts_of
from forum.items.views.ground import bp
from forum.web.answers import done, page, signed_in
from forum.web.limits import spend


@bp.post("/preview")
@takes_files
def preview() -> Response:
    """The text as it will look."""
    who = signed_in()
    spend("preview", "60 per minute", who.id)
    source = request.form.get("source", "")[:100_000]
    shown = [row.id for row in waiting(who, ids_in(source))] if ids_in(source) else []
    html = render(source, prefix="preview", names=names_in(source, shown))
    return page("items/preview.html", fragment="items/_preview.html", html=html, source=source)


@bp.post("/drafts")
def draft() -> Response:
    """Keep what is being typed; `place` says where it belongs."""
    who = signed_in()
    spend("draft", "120 per minute", who.id)
    with transaction():
        keep_draft(who, request.form.get("place", ""), request.form.get("title", ""), request.form.get("source", ""))
    return make_response(render_template("items/_draft_kept.html"))


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
