"""Reporting, by anyone; following a report by its receipt; contesting a decision."""

from flask import Response, abort, make_response, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.items.queries.heads import message, readable
from forum.moderation.commands.report import contest, receipt, report
from forum.moderation.forms import ReportForm, WhyForm
from forum.moderation.queries import decisions
from forum.moderation.queries.private import of_author
from forum.moderation.views.ground import bp, decision_or_404
from forum.moderation.words import DEED_LABELS, GROUNDS, STATE_LABELS
from forum.web.actor import actor
from forum.web.answers import attempt, done, entered, page, refused
from forum.web.limits import spend


@bp.route("/report", methods=["GET", "POST"])
def new_report() -> BaseResponse:
    """Say that a message is wrong: `?item=12&number=3`."""
    who, item_id = actor(), request.args.get("item", 0, type=int)
    # Not message_or_404: that also opens what was reported to those who decide, who have nothing to report.
    about = message(readable(item_id, who), request.args.get("number", 1, type=int), who) or abort(404)
    require(who, "report", about)
    form = ReportForm()
    if form.validate_on_submit():
        if form.website.data:
            # A program filled in what people do not see: it is thanked, and nothing is written.
            return redirect(f"/reports/{receipt()}", 303)
        spend("report", "10 per hour", *([who.id] if who.is_someone else []))
        made = attempt(form, lambda: report(
            who, about, reason=form.reason.data or "", text=form.text.data or "", email=form.email.data or "",
        ))  # fmt: skip
        if made:
            return done(_("Thank you. Your report was received."), to=f"/reports/{made.receipt}")
    return page("moderation/report.html", refused(form), item=about.item, number=about.number, form=form)


@bp.get("/reports/<receipt>")
def follow_report(receipt: str) -> Response:
    """What became of a report. The receipt is the key."""
    spend("receipt", "60 per hour")
    found = decisions.followed(receipt) or abort(404)
    answer = page("moderation/receipt.html", report=found, states=STATE_LABELS)
    return make_response(answer, 200, {"X-Robots-Tag": "noindex"})


@bp.get("/decisions/<int:decision_id>")
def decision(decision_id: int) -> BaseResponse:
    """The statement of reasons: for the author, and for those who keep the space."""
    return _statement(decision_id, WhyForm(formdata=None))


@bp.post("/decisions/<int:decision_id>/contest")
def contest_decision(decision_id: int) -> BaseResponse:
    """The author contests: a moderator looks again."""
    who = entered()
    found = decision_or_404(decision_id)
    seen = message(readable(found.item_id, who), found.number, who)
    about = seen or of_author(found.item_id, found.number, who) or abort(404)
    form = WhyForm()
    spend("contest", "5 per hour", who.id)
    if attempt(form, lambda: contest(who, found, about, form.text.data or "")):
        return done(_("Your words were sent to moderation. You will be told of the answer."),
                    to=f"/decisions/{found.id}")  # fmt: skip
    return _statement(decision_id, form)


def _statement(decision_id: int, form: WhyForm) -> BaseResponse:
    entered()
    found = decision_or_404(decision_id)
    told = decisions.statement(decision_id) or abort(404)
    if found.author_id != actor().id:
        told = decisions.untold(told)
    return page(
        "moderation/decision.html", refused(form), decision=told, form=form,
        may_contest=can(actor(), "contest", found), deeds=DEED_LABELS, grounds=GROUNDS,
    )  # fmt: skip
