"""We tried it: an organisation says where, when, and what it did otherwise."""

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import require
from forum.documents import figures, upkeep
from forum.documents.forms import TrialForm
from forum.documents.models import Document
from forum.documents.views.ground import bp, document_or_404
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.people.queries import mandates_of
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in


@bp.route("/<int:item_id>/trials/new", methods=["GET", "POST"])
def tried(item_id: int) -> Response | BaseResponse:
    """One for each organisation; said again, the last words count."""
    document, who = document_or_404(item_id), signed_in()
    require(who, "suggest", document)
    mandates = mandates_of(who.id or 0)
    known = {row.organisation_id: row for row in figures.trials_of(item_id)}
    mine = next((known[each.organisation_id] for each in mandates if each.organisation_id in known), None)
    start = {"organisation": mine.organisation_id, "place": mine.place, "year": mine.year, "changed": mine.changed,
             "remark": mine.remark} if mine else {}  # fmt: skip
    form = TrialForm(data=start)
    form.organisation.choices = [(each.organisation_id, each.organisation) for each in mandates]
    if mandates and form.validate_on_submit() and attempt(form, lambda: _said(document, form)):
        return done(_("Thank you: others see that it was tried, and where."), to=f"{path(document)}#trials")
    return page("documents/tried.html", refused(form), item=head(item_id, who), form=form, mandates=mandates, mine=mine)


def _said(document: Document, form: TrialForm) -> bool:
    upkeep.say_tried(
        actor(), document, form.organisation.data or 0, place=form.place.data or "", year=form.year.data,
        changed=form.changed.data or "", remark=form.remark.data or "",
    )  # fmt: skip
    return True


@bp.post("/<int:item_id>/trials/undo")
def untried(item_id: int) -> BaseResponse:
    """Take it back: `organisation`."""
    document, who = document_or_404(item_id), signed_in()
    with transaction():
        upkeep.take_trial_back(who, document, request.form.get("organisation", 0, type=int))
    return done(_("Taken back."), to=path(document))
