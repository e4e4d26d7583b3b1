"""Merging a page into another."""

from flask import Response, abort
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.documents import figures
from forum.documents.forms import MergeForm
from forum.documents.merging import merge
from forum.documents.views.ground import bp, document_or_404
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.items.queries.losing import change_for_readers
from forum.items.views.ground import done_and_undo, number_in
from forum.spaces.queries import known
from forum.web.answers import attempt, page, refused, signed_in


@bp.route("/<int:item_id>/merge", methods=["GET", "POST"])
def merging(item_id: int) -> Response | BaseResponse:
    """Its address leads to the page that stays, with its discussion and what links to it."""
    document, who = document_or_404(item_id), signed_in()
    require(who, "split", document)
    form, change = MergeForm(), None
    if form.validate_on_submit():
        other = figures.document_by_number(number_in(form.other.data or ""), who)
        if other is None or other.id == document.id or not can(who, "split", other):
            form.other.errors = [_("Give the address of another page, of a space that you keep.")]
        else:
            found = head(other.id, who) or abort(404)
            space = known(found.space_slug, who) or abort(404)
            change = change_for_readers(document, space)
            if change.matters and form.sure.data != space.slug:
                form.sure.data = space.slug
            elif act := attempt(form, lambda: merge(who, document, other)):
                return done_and_undo(_("The two pages are one. The old address leads here."), act, to=path(other))
            else:
                change = None
    return page("documents/merge.html", refused(form), item=head(item_id, who), form=form, change=change)
