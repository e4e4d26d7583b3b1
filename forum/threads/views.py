"""Pages of threads: the list, one thread, asking, accepting an answer."""

from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.core.prepared import Told
from forum.files.forms import sent, takes_files
from forum.items import showing
from forum.items.commands.watch import drop_draft
from forum.items.kinds import path
from forum.items.listing import list_page
from forum.items.next_step import where_to
from forum.items.queries.heads import Head, head
from forum.items.queries.reader import reader_of
from forum.items.queries.thread_of_posts import one_post
from forum.items.sending import came_before, resumed, send_once
from forum.spaces.asking import Field, answers, fields_of, woven
from forum.spaces.models import Space
from forum.spaces.queries import home_of, known, open_to
from forum.territories.queries import tree
from forum.threads import commands, queries
from forum.threads.forms import ThreadForm
from forum.threads.models import Thread
from forum.threads.policy import may_accept
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, page, signed_in
from forum.web.limits import spend
from forum.web.slots import fills, slot

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
    return showing.show("thread", item_id, slug, "threads/show.html", extras, queries.hear_answer)


def extras(item: Head, who: Actor, told: Told | None = None) -> dict[str, Any]:
    """The accepted answer, and whether the reader may accept one. One query, none when it was asked for."""
    purpose, answer = queries.answer_of(item.id, told)
    thread: Any = item  # the rule asks names that a Head has too
    return {"purpose": purpose, "answer": answer, "may_accept": purpose == "question" and may_accept(who, thread)}


@fills("now of an item")
def now(item: Head) -> str:
    """After something was done by htmx, or seen by an open page: the state in the head, the answer on top."""
    return render_template("threads/_now.html", item=item, **extras(item, actor())) if item.kind == "thread" else ""


@bp.route("/new", methods=["GET", "POST"])
@takes_files
def new() -> BaseResponse:
    """Ask. What the space asks for with a question is in the form, and checked."""
    who = signed_in()
    home = tree().nodes.get(who.territory_id or 0)
    offered = open_to(who, "thread")
    wanted = request.args.get("space") or home_of(who, offered)
    start = {"space": wanted, "title": request.args.get("title", ""), "territory": home.code if home else ""}
    form = ThreadForm(data=start | resumed(who, "new/thread"))
    form.offer(offered)
    space = known(form.space.data or "", who)
    fields = fields_of(space)
    given, wrong = answers(fields, request.form.get) if request.method == "POST" else ({}, {})
    similar = ""
    if form.validate_on_submit():
        spend("publish", "20 per hour", who.id)
        space = space or abort(404)
        if form.purpose.data != "question":
            given, wrong = {}, {}  # only questions are asked so
        # A space chosen in the form without its fields having been there: they are shown before it is published.
        unseen = bool(fields) and form.purpose.data == "question" and request.form.get("asked") != space.slug
        if not wrong and not unseen:
            similar = unseen_similar(form.title.data or "")
        if (
            not wrong
            and not unseen
            and not similar
            and (thread := send_once(form, who, lambda: _asked(who, space, form, fields, given)))
        ):
            said = _("Published.") if thread.state == "public" else _("Thank you. A moderator reads it first.")
            return done(said, to=where_to(thread))
        if unseen:
            form.form_errors.append(_("“%(space)s” asks for a few more facts: see below.", space=space.name))
            wrong = {}
    return page(
        "threads/new.html", 422 if request.method == "POST" and not similar else 200, form=form,
        asked=asked_of(space, given, wrong), similar=similar,
    )  # fmt: skip


def unseen_similar(title: str) -> str:
    """Without scripts nobody saw what exists already while typing: it is shown once before a question is published."""
    if "plain" not in request.form or "seen" in request.form or came_before(actor()):
        return ""
    return str(slot("like a new title", title))


@bp.get("/new/fields")
def new_fields() -> Response:
    """What another space asks for, when it is chosen in the form: swapped in."""
    space = known(request.args.get("space", ""), signed_in())
    given, _wrong = answers(fields_of(space), request.args.get)
    return page("threads/fields.html", fragment="threads/_asked.html", asked=asked_of(space, given, {}))


def asked_of(space: Space | None, given: dict[str, str], wrong: dict[str, str]) -> dict[str, Any] | None:
    """What the form shows of what a space asks for; None for nothing."""
    fields = fields_of(space)
    if space is None or not (fields or space.ask_about):
        return None
    return {"space": space, "fields": fields, "given": given, "wrong": wrong}


def _asked(who: Actor, space: Space, form: ThreadForm, fields: list[Field], given: dict[str, str]) -> Thread:
    thread = commands.ask(
        who, space, title=form.title.data or "", source=woven(fields, given, form.source.data or ""),
        purpose=form.purpose.data, territories=form.territory_ids, themes=form.themes.data or [], tags=form.tag_words,
        files=sent().ids(),
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
    if not by_htmx():
        return done(said, to=path(thread, number))
    found = head(thread.id, actor()) or abort(404)
    numbers = dict.fromkeys([number, before.number if before else number])
    posts = [row for each in numbers if (row := one_post(found, actor(), each))]
    values = {**extras(found, actor()), "item": found, "posts": posts, "reader": reader_of(thread.id, actor())}
    said = render_template("shared/_said.html", message=said)
    return make_response(render_template("threads/_answered.html", **values) + said)
