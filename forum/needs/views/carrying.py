"""What moderators and stewards do: relay, send back, address, answer, close. Each is a short form of its own."""

from collections.abc import Callable
from typing import Any

from flask import abort
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import require
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.needs import commands
from forum.needs.forms import AddressForm, AnswerForm, WhyForm
from forum.needs.models import Need
from forum.needs.queries.one import case_of
from forum.needs.views.ground import bp, need_or_404
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in


def _step(
    need: Need, rule: str, form: FlaskForm, deed: Callable[[], Any], title: str, told: str, said: str
) -> BaseResponse:
    require(signed_in(), rule, need)
    if form.validate_on_submit() and attempt(form, deed):
        return done(said, to=path(need))
    item = head(need.id, actor(), "need") or abort(404)
    return page(
        "needs/step.html", refused(form), item=item, case=case_of(need.id)[0], form=form, title=title, told=told
    )


@bp.route("/<int:item_id>/relay", methods=["GET", "POST"])
def relay(item_id: int) -> BaseResponse:
    """One level up."""
    need, form = need_or_404(item_id), WhyForm()
    told = _("It climbs with its voices and its address; those who follow it are told who relayed it and why.")
    return _step(need, "relay", form, lambda: commands.relay(actor(), need, form.why.data or ""),
                 _("Carry this need one level up"), told, _("Relayed."))  # fmt: skip


@bp.route("/<int:item_id>/return", methods=["GET", "POST"])
def send_back(item_id: int) -> BaseResponse:
    """One level down."""
    need, form = need_or_404(item_id), WhyForm()
    told = _("Say what is missing, or who can settle it nearer. Its voices stay.")
    return _step(need, "relay", form, lambda: commands.send_back(actor(), need, form.why.data or ""),
                 _("Send this need one level back"), told, _("Sent back."))  # fmt: skip


@bp.route("/<int:item_id>/addressee", methods=["GET", "POST"])
def address(item_id: int) -> BaseResponse:
    """Who must answer, by when."""
    need, form = need_or_404(item_id), AddressForm()
    told = _("The name and the day stand on the page: everybody sees who is asked, and whether the day has passed.")
    return _step(need, "address", form, lambda: commands.address(actor(), need, form.to.data or "", form.due.data),
                 _("Ask for an answer"), told, _("The addressee and the day are written down."))  # fmt: skip


@bp.route("/<int:item_id>/answer", methods=["GET", "POST"])
def answer(item_id: int) -> BaseResponse:
    """The answer that was given."""
    need, form = need_or_404(item_id), AnswerForm()
    form.offer()
    told = _("It stands on top of the page, and every organisation behind the need is told.")
    said = _("The answer is published, and everybody behind the need is told.")
    return _step(
        need, "answer", form, lambda: commands.answer(actor(), need, form.outcome.data, form.source.data or ""),
        _("Write down the answer"), told, said,
    )  # fmt: skip


@bp.route("/<int:item_id>/closure", methods=["GET", "POST"])
def settle(item_id: int) -> BaseResponse:
    """Close it."""
    need, form = need_or_404(item_id), WhyForm()
    told = _("It gathers no more voices; its page and its history stay.")
    return _step(need, "settle", form, lambda: commands.settle(actor(), need, form.why.data or ""),
                 _("Close this need"), told, _("Closed."))  # fmt: skip
