"""Talking about one passage: which ones are open, a new one, closing."""

from flask import Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.documents import talks
from forum.documents.anchors import blocks_of
from forum.documents.around import PassageTalk
from forum.documents.forms import TalkForm
from forum.documents.models import Document
from forum.documents.views.ground import bp, document_or_404
from forum.items.queries.heads import head
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend


@bp.get("/<int:item_id>/passages")
def passages(item_id: int) -> Response:
    """What is said about passages: open ones, or with `closed=1` those that are settled."""
    document, closed = document_or_404(item_id), request.args.get("closed") == "1"
    return page(
        "documents/passages.html", item=head(item_id, actor()), rows=talks.talks_of(document, actor(), closed=closed),
        closed=closed, may_settle=can(actor(), "settle suggestions", document), may_reply=can(actor(), "reply", document),
    )  # fmt: skip


@bp.route("/<int:item_id>/passages/new", methods=["GET", "POST"])
def passage(item_id: int) -> Response | BaseResponse:
    """Choose a passage of the text and say something about it."""
    document, who = document_or_404(item_id), signed_in()
    require(who, "reply", document)
    form = TalkForm(data={"quote": request.args.get("quote", "")})
    form.quote.choices = [(block.quote, block.text) for block in blocks_of(document.html)]
    if form.validate_on_submit():
        spend("reply", "60 per minute", who.id)
        if made := attempt(form, lambda: talks.begin(who, document, form.quote.data or "", form.source.data or "")):
            return done(_("Your message is in the discussion, with its passage."),
                        to=f"/items/{item_id}?post={made.number}")  # fmt: skip
    return page("documents/passage.html", refused(form), item=head(item_id, who), form=form)


@bp.post("/<int:item_id>/passages/<int:number>/close")
def passage_close(item_id: int, number: int) -> BaseResponse:
    """It is settled."""
    return _turn(document_or_404(item_id), number, on=True)


@bp.post("/<int:item_id>/passages/<int:number>/close/undo")
def passage_open(item_id: int, number: int) -> BaseResponse:
    """It is not."""
    return _turn(document_or_404(item_id), number, on=False)


def _turn(document: Document, number: int, *, on: bool) -> BaseResponse:
    talk = db.session.get(PassageTalk, (document.id, number)) or abort(404)
    who = signed_in()
    with transaction():
        talks.close(who, document, talk, on=on)
    return done(_("Closed. It stays in the discussion.") if on else _("Open again."),
                to=f"/documents/{document.id}/passages")  # fmt: skip
