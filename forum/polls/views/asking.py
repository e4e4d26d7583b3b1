"""Asking: with a reply that is being written, or under a message that stands; changing before the first vote."""

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.errors import Conflict
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.read import mark_read
from forum.items.commands.reply import reply
from forum.items.commands.watch import drop_draft
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.items.queries.heads import head, message, readable
from forum.polls import labels
from forum.polls.commands import ask, change
from forum.polls.forms import PollForm
from forum.polls.models import Poll
from forum.polls.queries import options_of
from forum.polls.views.ground import asked_or_404, bp, place_of
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, signed_in
from forum.web.limits import spend
from forum.web.locale import timezone


@bp.route("/items/<int:item_id>/polls/new", methods=["GET", "POST"])
def new(item_id: int) -> BaseResponse:
    """A poll under a message (`?message=`), or with a reply: what was typed in its form comes along."""
    item = readable(item_id, actor()) or abort(404)
    who, number = signed_in(), request.args.get("message", type=int)
    under = (message(item, number, who) or abort(404)) if number else None
    if under:
        require(who, "ask a poll", under)
    else:
        require(who, "reply", item)
    form = PollForm(method=request.args.get("method", "single"))
    form.offer(timezone())
    if _sent(form):
        spend("poll", "60 per hour", who.id)
        poll = attempt(form, lambda: ask(who, under or _replied(who, item, form), form.wanted))
        if poll:
            return done(_published(poll), to=place_of(asked_or_404(poll.id)))
    return _page(form, item_id, number)


@bp.route("/polls/<int:poll_id>/edit", methods=["GET", "POST"])
def edit(poll_id: int) -> BaseResponse:
    """Another wording, other answers, while nobody has voted."""
    case = asked_or_404(poll_id)
    require(signed_in(), "keep a poll", case)
    if case.poll.voices:
        raise Conflict(
            _("Somebody has voted: the question and its answers stay as they are. The closing day may move.")
        )
    form = PollForm()
    form.offer(timezone())
    if request.method == "GET":
        form.fill(case.poll, options_of(poll_id))
    if _sent(form) and attempt(form, lambda: change(actor(), case.poll, form.wanted) or True):
        return done(_("Saved."), to=place_of(case))
    return _page(form, case.poll.item_id, case.poll.number, case.poll)


def _sent(form: PollForm) -> bool:
    """The form itself was sent, and is right as far as it can tell; "more" asks for more lines only, "turn" for another method."""
    step, turn = request.form.get("step"), request.form.get("turn")
    if turn in labels.methods():
        form.method.data = turn
    if step == "more":
        form.add_rows()
    if step != "ask" or form.validate_on_submit():
        return step == "ask"
    if form.dates.errors:  # each line says its own; on top one sentence is enough
        form.dates.errors, form.options.errors = [], [_("Write days as 2027-01-12 and hours as 18:30.")]
    return False


def _page(form: PollForm, item_id: int, number: int | None, poll: Poll | None = None) -> BaseResponse:
    status = 422 if request.form.get("step") == "ask" else 200
    item = head(item_id, actor()) or abort(404)
    # From the form of a reply it comes as a page, of which htmx takes the main part.
    fragment = "polls/_form.html" if {"step", "turn"} & set(request.form) else ""
    return page("polls/form.html", status, fragment=fragment, form=form, item=item, number=number, poll=poll,
                words=labels)  # fmt: skip


def _replied(who: Actor, item: Item, form: PollForm) -> Message:
    """The reply on which the poll hangs: both are published, or neither."""
    answers, organisation = form.reply_to.data or "", form.organisation.data or ""
    post = reply(
        who, item, form.source.data or "", reply_to=int(answers) if answers.isdigit() else None,
        organisation_id=int(organisation) if organisation.isdigit() else None,
    )  # fmt: skip
    drop_draft(who.id, f"item/{item.id}")
    mark_read(who.id or 0, item.id, post.number)
    return Message(item, post.number, post)


def _published(poll: Poll) -> str:
    if asked_or_404(poll.id).is_public:
        return _("Your poll is open.")
    return _("Thank you. A moderator reads the message first; then your poll opens.")
