"""Pages of threads: the list, one thread, asking, accepting an answer."""

from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items import showing
from forum.items.commands.watch import drop_draft
from forum.items.kinds import path
from forum.items.listing import list_page
from forum.items.queries.heads import Head, head
from forum.items.queries.thread_of_posts import one_post
from forum.items.sending import resumed, send_once
from forum.spaces.models import Space
from forum.spaces.queries import known, open_to
from forum.threads import commands, queries
from forum.threads.forms import ThreadForm
from forum.threads.models import Thread
from forum.threads.policy import may_accept
from forum.web.actor import actor
from forum.web.answers import done, page, refused, signed_in
from forum.web.limits import spend

bp = Blueprint("threads", __name__, url_prefix="/threads")


@bp.get("/")
def index() -> Response:
    """All threads, filtered by territory, theme, state."""
    state = request.args.get("state", "")
    choices = {"": _("All"), "unanswered": _("Without reply"), "open": _("Open questions"), "solved": _("Solved")}
    return list_page("thread", "threads/list.html", where=queries.state_clause(state), join=Thread, states=choices)


@bp.get("/<int:item_id>-<slug>")
@bp.get("/<int:item_id>")
def show(item_id: int, slug: str | None = None) -> Response:
    """One thread."""
    return showing.show("thread", item_id, slug, "threads/show.html", extras)


def extras(item: Head, who: Actor) -> dict[str, Any]:
    """The accepted answer, and whether the reader may accept one. One query."""
    purpose, answer = queries.answer_of(item.id)
    thread: Any = item  # the rule asks names that a Head has too
    return {"purpose": purpose, "answer": answer, "may_accept": purpose == "question" and may_accept(who, thread)}


@bp.route("/new", methods=["GET", "POST"])
def new() -> BaseResponse:
    """Ask."""
    who = signed_in()
    wanted = request.args.get("space", "")
    start = {"space": wanted, "title": request.args.get("title", "")}
    form = ThreadForm(data=start | resumed(who, "new/thread"))
    form.offer(open_to(who, "thread"))
    if form.validate_on_submit():
        spend("publish", "20 per hour", who.id)
        space = known(form.space.data, who) or abort(404)
        if thread := send_once(form, who, lambda: _asked(who, space, form)):
            said = _("Published.") if thread.state == "public" else _("Thank you. A moderator reads it first.")
            return done(said, to=path(thread))
    return page("threads/new.html", refused(form), form=form)


def _asked(who: Actor, space: Space, form: ThreadForm) -> Thread:
    thread = commands.ask(
        who, space, title=form.title.data or "", source=form.source.data or "", purpose=form.purpose.data,
        territories=form.territory_ids, themes=form.themes.data or [], tags=form.tag_words,
    )  # fmt: skip
    drop_draft(who.id, "new/thread")
    return thread


@bp.post("/<int:thread_id>/answer")
def accept(thread_id: int) -> BaseResponse:
    """Keep this message as the answer."""
    thread = queries.readable(thread_id, actor()) or abort(404)
    reply = queries.reply_in(thread, request.form.get("post", type=int)) or abort(404)
    before = queries.answer_of(thread_id)[1]
    with transaction():
        commands.accept_answer(signed_in(), thread, reply)
    return _answered(thread, reply.number, before, _("This message is now the answer."))


@bp.post("/<int:thread_id>/answer/undo")
def take_back(thread_id: int) -> BaseResponse:
    """No accepted answer any more."""
    thread = queries.readable(thread_id, actor()) or abort(404)
    before = queries.answer_of(thread_id)[1]
    with transaction():
        commands.take_back_answer(signed_in(), thread)
    return _answered(thread, before.number if before else 1, None, _("There is no accepted answer any more."))


def _answered(thread: Thread, number: int, before: queries.Answer | None, said: str) -> BaseResponse:
    if not getattr(request, "htmx", False):
        return done(said, to=path(thread, number))
    found = head(thread.id, actor()) or abort(404)
    numbers = dict.fromkeys([number, before.number if before else number])
    posts = [row for each in numbers if (row := one_post(found, actor(), each))]
    values = {**extras(found, actor()), "item": found, "posts": posts}
    said = render_template("shared/_said.html", message=said)
    return make_response(render_template("threads/_answered.html", **values) + said)
