"""What curators and owners do: review, renew."""

from flask import abort, make_response, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.documents import commands
from forum.documents.models import Document
from forum.documents.upkeep import undo_renewal
from forum.documents.views.ground import bp, document_or_404
from forum.documents.views.reading import extras
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, signed_in


@bp.post("/<int:item_id>/standing")
def standing(item_id: int) -> BaseResponse:
    """draft, reviewed, verified."""
    document = document_or_404(item_id)
    with transaction():
        commands.review(signed_in(), document, request.form.get("standing", ""))
    return _answered(document, _("Its standing is written down, with the day."))


@bp.post("/<int:item_id>/renewal")
def renewal(item_id: int) -> BaseResponse:
    """Somebody read it again: still right."""
    document = document_or_404(item_id)
    with transaction():
        commands.renew(signed_in(), document)
    said = _("Still right: noted today.")
    undo = render_template("documents/_undo_renewal.html", said=said, item_id=item_id)
    return _answered(document, Markup(undo) if not by_htmx() else said)


@bp.post("/<int:item_id>/renewal/undo")
def renewal_undo(item_id: int) -> BaseResponse:
    """A tap too many: the review stands as it did before."""
    document = document_or_404(item_id)
    with transaction():
        undo_renewal(signed_in(), document)
    return _answered(document, _("Taken back: the review stands as before."))


def _answered(document: Document, said: str) -> BaseResponse:
    if not by_htmx():
        return done(said, to=path(document))
    found = head(document.id, actor(), "document") or abort(404)
    html = render_template("documents/_status.html", item=found, **extras(found, actor()))
    return make_response(html + render_template("shared/_said.html", message=said))
