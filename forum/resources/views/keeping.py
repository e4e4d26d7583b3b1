"""What curators do: verify, say that it is still right, refuse."""

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import require
from forum.items.kinds import path
from forum.items.queries.heads import head, labels
from forum.resources import commands
from forum.resources.forms import RefuseForm
from forum.resources.views.ground import bp, resource_or_404
from forum.resources.views.reading import extras
from forum.web.actor import actor
from forum.web.answers import attempt, by_htmx, done, page, refused, signed_in


@bp.post("/<int:item_id>/verification")
def verify(item_id: int) -> BaseResponse:
    """Somebody looked: it is right today."""
    resource = resource_or_404(item_id)
    was = resource.standing
    with transaction():
        commands.verify(signed_in(), resource, request.form.get("note", ""))
    said = _("Still right: noted today.") if was == "verified" else _("Verified: it is in the catalogue.")
    if not by_htmx():
        return done(said, to=path(resource))
    found = head(item_id, actor(), "resource") or abort(404)
    values = {**extras(found, actor()), "item": found, "labels": labels(item_id)}
    return make_response(
        render_template("resources/_facts.html", **values) + render_template("shared/_said.html", message=said)
    )


@bp.route("/<int:item_id>/refusal", methods=["GET", "POST"])
def refuse(item_id: int) -> BaseResponse:
    """It does not enter the catalogue, with a reason for its author."""
    resource = resource_or_404(item_id)
    require(signed_in(), "verify", resource)
    form = RefuseForm()
    if form.validate_on_submit() and attempt(
        form, lambda: commands.refuse(actor(), resource, form.reason.data or "") or True
    ):
        return done(_("Refused: its author is told why."), to=path(resource))
    return page("resources/refuse.html", refused(form), item=head(item_id, actor()), form=form)
