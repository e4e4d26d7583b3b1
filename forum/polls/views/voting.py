"""Voting, changing the vote, taking it back; checking a secret ballot."""

from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.polls.choices import Marks, read
from forum.polls.commands import take_back, vote
from forum.polls.forms import ReceiptForm
from forum.polls.queries import options_of, receipt_of
from forum.polls.views.ground import answered, asked_or_404, block, bp, shown_or_404, words
from forum.web.answers import by_htmx, page, signed_in
from forum.web.limits import spend


@bp.post("/polls/<int:poll_id>/vote")
def cast(poll_id: int) -> BaseResponse:
    """One's voice, or another one."""
    case = asked_or_404(poll_id)
    who = signed_in()
    spend("vote", "60 per minute", who.id)
    organisation, abstains = request.form.get("organisation", type=int), "abstain" in request.form.getlist("choice")
    marks = _marks()
    try:
        with transaction():
            receipt = vote(who, case.poll, marks, organisation, abstains=abstains)
    except (Invalid, Conflict) as problem:
        said = " ".join([problem.message, *problem.fields.values()]).strip()
        status = problem.status
        return _refused(poll_id, status, {"marks": marks, "organisation": organisation, "error": said})
    if not receipt:
        return answered(poll_id, _("Your vote is counted. You may change it until the poll closes."))
    if by_htmx():
        return answered(poll_id, _("Your vote is counted."), receipt=receipt)
    item, row = shown_or_404(asked_or_404(poll_id))
    return page("polls/vote.html", item=item, row=row, receipt=receipt, **words())


@bp.post("/polls/<int:poll_id>/vote/undo")
def undo(poll_id: int) -> BaseResponse:
    """No voice any more."""
    case = asked_or_404(poll_id)
    with transaction():
        take_back(signed_in(), case.poll, request.form.get("organisation", type=int))
    return answered(poll_id, _("Your vote is taken back."))


@bp.route("/polls/<int:poll_id>/receipt", methods=["GET", "POST"])
def receipt(poll_id: int) -> BaseResponse:
    """Is my secret ballot there, and does it say what I said? Whoever has the receipt may ask."""
    case, form = asked_or_404(poll_id), ReceiptForm()
    ballot, marks = None, Marks()
    if form.validate_on_submit():
        spend("receipt", "20 per minute")
        ballot = receipt_of(case.poll, form.receipt.data or "")
        if ballot is None:
            form.receipt.errors = [_("No ballot of this poll has this receipt. Check what was typed.")]
        else:
            marks = read(ballot.choices)
    item, row = shown_or_404(case)
    return page("polls/receipt.html", 422 if form.errors else 200, item=item, row=row, form=form, ballot=ballot,
                marks=marks, options=options_of(poll_id), **words())  # fmt: skip


def _refused(poll_id: int, status: int, typed: dict[str, Any]) -> BaseResponse:
    """The poll with what was chosen and what is wrong with it."""
    item, row = shown_or_404(asked_or_404(poll_id))
    # Beside the ballot when that is still there; on top when the poll has closed meanwhile, or the vote is given.
    forms = [own.organisation_id for own in row.own if row.may_vote and not (own.has_voted and row.poll.is_secret)]
    typed["is_beside"] = typed["organisation"] in forms
    if by_htmx():
        return make_response(block(item, row, typed=typed), 422)
    return make_response(render_template("polls/vote.html", item=item, row=row, typed=typed, **words()), status)


def _marks() -> Marks:
    """choice=12 for what is chosen; mark-12=2 for ranks and dates. What is no number is left out."""
    chosen = [int(value) for value in request.form.getlist("choice") if value.isdigit() and len(value) < 10]
    marks = dict.fromkeys(chosen, 1)
    for name, value in request.form.items():
        option = name.removeprefix("mark-")
        if option != name and option.isdigit() and value.isdigit() and len(option) < 10 and len(value) < 4:
            marks[int(option)] = int(value)
    return marks
