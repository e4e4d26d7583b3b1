"""Standing behind a need for an organisation, and taking the voice back."""

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.needs import commands
from forum.needs.models import Need
from forum.needs.views.ground import bp, need_or_404
from forum.needs.views.reading import extras
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, signed_in


@bp.post("/<int:item_id>/supports")
def support(item_id: int) -> BaseResponse:
    """One organisation, one voice."""
    need = need_or_404(item_id)
    with transaction():
        commands.support(signed_in(), need, _organisation(), request.form.get("remark", ""))
    return _answered(need, _("Your organisation stands behind this need. You will be told of the answer."))


@bp.post("/<int:item_id>/supports/undo")
def withdraw(item_id: int) -> BaseResponse:
    """Take the voice back."""
    need = need_or_404(item_id)
    with transaction():
        commands.withdraw(signed_in(), need, _organisation())
    return _answered(need, _("Your organisation no longer stands behind this need."))


def _organisation() -> int:
    return request.form.get("organisation", 0, type=int)


def _answered(need: Need, said: str) -> BaseResponse:
    if not by_htmx():
        return done(said, to=path(need))
    found = head(need.id, actor(), "need") or abort(404)
    values = {**extras(found, actor()), "item": found}
    parts = ("needs/_own.html", "needs/_voices.html")
    html = render_template(parts[0], **values) + render_template(parts[1], swap=True, **values)
    return make_response(html + render_template("shared/_said.html", message=said))
