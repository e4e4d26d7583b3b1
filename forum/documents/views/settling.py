"""What becomes of a suggestion: taken whole or by part, asked about, refused, withdrawn, and back."""

from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.documents import suggesting
from forum.documents.forms import WordsForm
from forum.documents.models import Document, Suggestion
from forum.documents.views.ground import bp, document_or_404
from forum.documents.views.suggesting import shown, suggestion_or_404
from forum.items.kinds import path
from forum.web.answers import attempt, done, signed_in

Deed = Callable[[Actor, Document, Suggestion, str], object]


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/accept")
def accept(item_id: int, suggestion_id: int) -> BaseResponse:
    """The passages `part` (numbers, title, sources), or with `all=1` the whole; `version` and `edition` of what was seen."""
    document, found, who = document_or_404(item_id), suggestion_or_404(item_id, suggestion_id), signed_in()
    require(who, "settle suggestions", document)
    parts = None if request.form.get("all") else request.form.getlist("part", type=int)
    also = None if request.form.get("all") else request.form.getlist("part")
    seen = [request.form.get(name, 0, type=int) for name in ("version", "edition")]
    form = WordsForm()

    def work() -> bool:
        suggesting.accept(who, document, found, version=seen[0], edition=seen[1], parts=parts, also=also)
        return True

    if attempt(form, work):
        return done(_("Accepted: the page is changed, and its author is credited."), to=path(document))
    return shown(document, found, form, "accept")


def _answer(item_id: int, suggestion_id: int, deed: str, do: Deed, said: str) -> BaseResponse:
    document, found, who = document_or_404(item_id), suggestion_or_404(item_id, suggestion_id), signed_in()
    form = WordsForm()

    def work() -> bool:
        do(who, document, found, form.text.data or "")
        return True

    if attempt(form, work):
        return done(said, to=f"/documents/{item_id}/suggestions/{suggestion_id}")
    return shown(document, found, form, deed)


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/ask")
def ask(item_id: int, suggestion_id: int) -> BaseResponse:
    """Ask its author for more."""
    return _answer(item_id, suggestion_id, "ask", suggesting.ask, _("Asked: its author is told."))


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/refuse")
def refuse(item_id: int, suggestion_id: int) -> BaseResponse:
    """Leave the page as it is, and say why."""
    return _answer(item_id, suggestion_id, "refuse", suggesting.refuse, _("Refused. Its author is told why."))


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/remove")
def remove(item_id: int, suggestion_id: int) -> BaseResponse:
    """Hide it from all but its author and keepers."""
    return _answer(item_id, suggestion_id, "", lambda who, about, found, _text: suggesting.remove(who, about, found),
                   _("Only its author and those who keep the page see it now."))  # fmt: skip


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/withdraw")
def withdraw(item_id: int, suggestion_id: int) -> BaseResponse:
    """Its author takes it back."""
    return _answer(item_id, suggestion_id, "", lambda who, about, found, _text: suggesting.withdraw(who, about, found),
                   _("Withdrawn. You can open it again here."))  # fmt: skip


@bp.post("/<int:item_id>/suggestions/<int:suggestion_id>/reopen")
def reopen(item_id: int, suggestion_id: int) -> BaseResponse:
    """Undo: it waits again."""
    return _answer(item_id, suggestion_id, "", lambda who, about, found, _text: suggesting.reopen(who, about, found),
                   _("It waits again."))  # fmt: skip
