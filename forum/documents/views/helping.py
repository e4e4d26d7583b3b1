"""Did this help? Anybody says so, visitors too; figures and words are for those who keep the page."""

import hashlib
import hmac

from flask import Response, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.documents import upkeep
from forum.documents.forms import HelpedForm
from forum.documents.models import Document
from forum.documents.views.ground import bp, document_or_404
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused
from forum.web.limits import spend


@bp.route("/<int:item_id>/helped", methods=["GET", "POST"])
def helped(item_id: int) -> Response | BaseResponse:
    """Yes or no with `answer=`, and a few words for those who keep the page, or for the discussion."""
    document, who = document_or_404(item_id), actor()
    form = HelpedForm(data={"answer": request.args.get("answer", "")})
    thanks = _("Thank you: it helps those who keep this page right.")
    if form.validate_on_submit():
        if form.website.data:
            return done(thanks, to=path(document))
        spend("helped", "20 per hour", *([who.id] if who.is_someone else []))
        if attempt(form, lambda: _said(document, form)):
            return done(thanks, to=path(document), fragment="documents/_thanks.html", item_id=item_id)
    return page("documents/helped.html", refused(form), fragment="documents/_helped_form.html", item=head(item_id, who),
                form=form)  # fmt: skip


def _said(document: Document, form: HelpedForm) -> bool:
    upkeep.say_helped(
        actor(), document, _voter(document), is_yes=form.answer.data == "yes", text=form.text.data or "",
        in_public=bool(form.in_public.data),
    )  # fmt: skip
    return True


def _voter(document: Document) -> str:
    """One a person; one a device for visitors, without a cookie, by a digest that differs from page to page."""
    if actor().is_someone:
        return f"person {actor().id}"
    seen = (document.id, document.version, request.remote_addr, request.headers.get("User-Agent", "")[:300])
    key = str(current_app.secret_key).encode()
    return hmac.new(key, repr(seen).encode(), hashlib.sha256).hexdigest()[:40]
