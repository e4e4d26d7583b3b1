"""What readers said of one page, for those who keep it: confirm, settle, answer."""

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import require
from forum.items.models.item import Item
from forum.items.queries.heads import head
from forum.upkeep import commands, queries
from forum.upkeep.forms import AnswerForm
from forum.upkeep.views.ground import bp, item_or_404
from forum.upkeep.words import OUTCOMES, WHATS
from forum.web.answers import attempt, done, page, refused, signed_in


@bp.get("/items/<int:item_id>/signals")
def signals(item_id: int) -> BaseResponse:
    """Open ones with what can be done, settled ones with their answer."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "settle signals", item)
    return _page(item, AnswerForm(formdata=None))


def _page(item: Item, form: AnswerForm, wrong_id: int = 0) -> BaseResponse:
    rows = queries.signals_of([item.id], settled=True).get(item.id, [])
    return page(
        "upkeep/signals.html", refused(form), item=head(item.id, signed_in()), form=form, whats=WHATS,
        outcomes=OUTCOMES, waiting=[row for row in reversed(rows) if row.state != "settled"],
        settled=[row for row in rows if row.state == "settled"], wrong_id=wrong_id,
    )  # fmt: skip


@bp.post("/items/<int:item_id>/signals/confirmation")
def confirmation(item_id: int) -> BaseResponse:
    """Something did change: readers see that it is being corrected."""
    item, who = item_or_404(item_id), signed_in()
    with transaction():
        commands.confirm(who, item)
    return done(_("Readers see that it is being corrected."), to=f"/items/{item_id}/signals")


@bp.post("/items/<int:item_id>/signals/settlement")
def settlement(item_id: int) -> BaseResponse:
    """`outcome` and an answer, for one `signal` or for all."""
    item, who, form = item_or_404(item_id), signed_in(), AnswerForm()
    only = [number for number in request.form.getlist("signal", type=int) if number]
    outcome, text = form.outcome.data or "", form.text.data or ""
    if attempt(form, lambda: commands.settle(who, item, outcome, text, only=only)):
        return done(_("Settled. Thank you for looking."), to=f"/items/{item_id}/signals")
    return _page(item, form, only[0] if only else 0)
