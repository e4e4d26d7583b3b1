"""What whoever asked, and keepers, do with a poll."""

from collections.abc import Callable
from typing import Any

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import require
from forum.polls import commands
from forum.polls.forms import ClosingForm, OutcomeForm
from forum.polls.views.ground import answered, asked_or_404, bp, place_of, shown_or_404, words
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.locale import timezone


def _done(poll_id: int, deed: Callable[..., Any], said: str) -> BaseResponse:
    case = asked_or_404(poll_id)
    with transaction():
        deed(signed_in(), case.poll)
    return answered(poll_id, said)


@bp.post("/polls/<int:poll_id>/close")
def close(poll_id: int) -> BaseResponse:
    """No more votes."""
    return _done(poll_id, commands.close, _("The poll is closed. Those who voted are told."))


@bp.post("/polls/<int:poll_id>/withdraw")
def withdraw(poll_id: int) -> BaseResponse:
    """Take it away, with a way back."""
    return _done(poll_id, commands.withdraw, _("Withdrawn. It can be brought back from the same place."))


@bp.post("/polls/<int:poll_id>/withdraw/undo")
def restore(poll_id: int) -> BaseResponse:
    """Bring it back."""
    return _done(poll_id, commands.restore, _("The poll is back."))


@bp.post("/polls/<int:poll_id>/outcome/undo")
def undecide(poll_id: int) -> BaseResponse:
    """Take the outcome back."""
    return _done(poll_id, commands.undecide, _("The outcome is taken back."))


@bp.route("/polls/<int:poll_id>/closing", methods=["GET", "POST"])
def closing(poll_id: int) -> BaseResponse:
    """Another closing time, none, or open again."""
    case = asked_or_404(poll_id)
    require(signed_in(), "keep a poll", case)
    form = ClosingForm()
    form.offer(timezone())
    if request.method == "GET" and case.poll.is_open:
        form.show(case.poll.closes_at)
    was_open = case.poll.is_open
    if form.validate_on_submit() and attempt(form, lambda: _scheduled(poll_id, form)):
        return done(_("Saved.") if was_open else _("The poll is open again."), to=place_of(case))
    item, row = shown_or_404(case)
    return page("polls/closing.html", refused(form), item=item, row=row, form=form)


def _scheduled(poll_id: int, form: ClosingForm) -> bool:
    commands.schedule(actor(), asked_or_404(poll_id).poll, form.closing)
    return True


@bp.route("/polls/<int:poll_id>/outcome", methods=["GET", "POST"])
def outcome(poll_id: int) -> BaseResponse:
    """What comes of it: it stands on top of the poll."""
    case = asked_or_404(poll_id)
    require(signed_in(), "keep a poll", case)
    item, row = shown_or_404(case)
    said = words()
    form = OutcomeForm()
    form.option.choices = [("", "—"), *((str(option.id), said["option_words"](option)) for option in row.options)]
    if request.method == "GET":
        kept = row.decided or (row.best[0] if len(row.best) == 1 and row.shows_results else None)
        form.option.data, form.statement.data = str(kept.id) if kept else "", case.poll.decision
    if form.validate_on_submit() and attempt(form, lambda: _decided(poll_id, form)):
        return done(_("The outcome is written down. Those who voted are told."), to=place_of(case))
    return page("polls/outcome.html", refused(form), item=item, row=row, form=form, **said)


def _decided(poll_id: int, form: OutcomeForm) -> bool:
    option = int(form.option.data) if form.option.data else None
    commands.decide(actor(), asked_or_404(poll_id).poll, option, form.statement.data or "")
    return True
