"""While somebody writes: the preview as it will be sent, and drafts kept on the server."""

from flask import Response, jsonify, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.markup.images import ids_in
from forum.core.markup.render import render
from forum.files.forms import takes_files
from forum.files.queries import waiting
from forum.items.commands.texts import names_in
from forum.items.commands.watch import drop_draft, keep_draft
from forum.items.queries.callable import callable_by
from forum.items.queries.heads import readable
from forum.items.queries.reader import draft_of, drafts_of, was_sent
from forum.items.sending import KEY_LENGTH
from forum.items.views.ground import bp, message_or_404
from forum.web.answers import done, entered, page, signed_in
from forum.web.errors import wants_json
from forum.web.limits import spend


@bp.post("/preview")
@takes_files
def preview() -> Response:
    """The text as it will look."""
    who = entered()
    spend("preview", "60 per minute", who.id)
    source = request.form.get("source", "")[:100_000]
    shown = [row.id for row in waiting(who, ids_in(source))] if ids_in(source) else []
    html = render(source, prefix="preview", names=names_in(source, shown))
    return page("items/preview.html", fragment="items/_preview.html", html=html, source=source)


@bp.get("/people")
def people() -> Response:
    """Who may be called with @, for the list under the text being typed."""
    who = signed_in()
    spend("complete", "300 per minute", who.id)
    item_id = request.args.get("item", type=int)
    item = readable(item_id, who) if item_id else None
    found = callable_by(request.args.get("q", "")[:60], item.id if item else None)
    return page("items/people.html", fragment="items/_people.html", called=found)


@bp.get("/<int:item_id>/messages/<int:number>/source")
def source(item_id: int, number: int) -> Response:
    """The text of a message as it was typed, to be quoted."""
    signed_in()
    return jsonify(source=message_or_404(item_id, number).row.source)


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
    rows = [(draft, resume_at(draft.place)) for draft in drafts_of(signed_in())]
    return page("items/drafts.html", drafts=rows)


def resume_at(place: str) -> str:
    """The page where a draft goes on, with its text in the field."""
    what, _slash, rest = place.partition("/")
    parts = rest.split("/")
    if what == "new":
        return f"/{parts[0]}s/new?draft=1" + (f"&from={parts[1]}" if len(parts) > 1 else "")
    if what == "edit" and len(parts) == 3:
        return f"/items/{parts[0]}/messages/{parts[1]}/edit?draft={parts[2]}"
    if what == "suggest":
        return f"/documents/{parts[0]}/suggestions/" + (f"{parts[1]}/text" if len(parts) > 1 else "new?draft=1")
    return f"/items/{parts[0]}#reply"


@bp.post("/drafts/drop")
def drop() -> BaseResponse:
    """Let a draft go."""
    who = signed_in()
    with transaction():
        drop_draft(who.id, request.form.get("place", ""))
    return done(_("The draft is gone."), to="/items/drafts")
