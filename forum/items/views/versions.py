"""An old version of a text is taken out of its history, and put back."""

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.items.commands import versions
from forum.items.views.ground import bp, message_or_404
from forum.web.answers import done, signed_in


def _back(item_id: int, number: int) -> str:
    return f"/items/{item_id}/messages/{number}/history"


@bp.post("/<int:item_id>/messages/<int:number>/history/<int:version>/hide")
def hide_version(item_id: int, number: int, version: int) -> BaseResponse:
    """Nobody reads it any more."""
    message = message_or_404(item_id, number)
    with transaction():
        versions.hide_version(signed_in(), message, version, reason=request.form.get("reason", ""))
    return done(_("Version %(n)s is hidden: nobody reads it any more.", n=version), to=_back(item_id, number))


@bp.post("/<int:item_id>/messages/<int:number>/history/<int:version>/hide/undo")
def show_version(item_id: int, number: int, version: int) -> BaseResponse:
    """Those who keep the space put it back."""
    message = message_or_404(item_id, number)
    with transaction():
        versions.show_version(signed_in(), message, version)
    return done(_("Version %(n)s can be read again.", n=version), to=_back(item_id, number))
