"""What is said about a suggestion: a remark, taking it away, saying that it is wrong."""

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.documents import suggesting, suggestions
from forum.documents.around import SuggestionRemark
from forum.documents.forms import WordsForm
from forum.documents.models import Document, Suggestion
from forum.documents.views.ground import bp, document_or_404
from forum.documents.views.suggesting import shown, suggestion_or_404
from forum.web.actor import actor
from forum.web.answers import attempt, done, signed_in
from forum.web.limits import spend


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/remarks")
def remark(item_id: int, suggestion_id: int) -> BaseResponse:
    """Say something about it."""
    document, found, who = document_or_404(item_id), suggestion_or_404(item_id, suggestion_id), signed_in()
    require(who, "suggest", document)
    spend("remark", "30 per hour", who.id)
    form = WordsForm()
    if attempt(form, lambda: suggesting.remark(who, document, found, form.text.data or "")):
        return _talked(document, found, "")
    return shown(document, found, form, "remark")


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/remarks/<int:remark_id>/remove")
def drop_remark(item_id: int, suggestion_id: int, remark_id: int) -> BaseResponse:
    """Take a remark away."""
    document, found, who = document_or_404(item_id), suggestion_or_404(item_id, suggestion_id), signed_in()
    said = _remark_or_404(found, remark_id)
    attempt(WordsForm(), lambda: suggesting.drop_remark(who, document, said))
    return _talked(document, found, _("Removed."))


def _remark_or_404(found: Suggestion, remark_id: int) -> SuggestionRemark:
    said = db.session.get(SuggestionRemark, remark_id)
    return said if said and said.suggestion_id == found.id else abort(404)


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/remarks/<int:remark_id>/report")
def report_remark(item_id: int, suggestion_id: int, remark_id: int) -> BaseResponse:
    """Say that it is wrong, and why (`text`)."""
    document, found, who = document_or_404(item_id), suggestion_or_404(item_id, suggestion_id), signed_in()
    said = _remark_or_404(found, remark_id)
    spend("report", "20 per hour", who.id)
    try:
        with transaction():
            suggesting.report_remark(who, document, said, request.form.get("text", ""))
    except Invalid as problem:
        return _talked(document, found, " ".join(problem.fields.values()))
    return _talked(document, found, _("Thank you: those who keep the page will look at it."))


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/remarks/<int:remark_id>/report/answer")
def leave_remark(item_id: int, suggestion_id: int, remark_id: int) -> BaseResponse:
    """It stays as it is."""
    document, found, who = document_or_404(item_id), suggestion_or_404(item_id, suggestion_id), signed_in()
    said = _remark_or_404(found, remark_id)
    with transaction():
        suggesting.leave_remark(who, document, said)
    return _talked(document, found, _("It stays."))


def _talked(document: Document, found: Suggestion, message: str) -> BaseResponse:
    row = suggestions.row_of(found.id, actor()) or abort(404)
    return done(
        message, to=f"{row.url}#talk", fragment="documents/_remarks.html", row=row, form=WordsForm(formdata=None),
        remarks=suggestions.remarks_on(found.id), may_suggest=can(actor(), "suggest", document), deed="",
        may_settle=can(actor(), "settle suggestions", document),
    )  # fmt: skip
