"""One's conversations, and one of them."""

from typing import Any

from flask import Response, abort, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from forum.conversations.forms import AddForm, TitleForm
from forum.conversations.models import MOST_PEOPLE, Conversation
from forum.conversations.policy import are_on, continues
from forum.conversations.queries.lists import mine
from forum.conversations.queries.one import PersonRow, people_of
from forum.conversations.queries.reach import completed
from forum.conversations.views.ground import bp
from forum.core.db import transaction
from forum.core.permissions import Actor, can
from forum.items import showing
from forum.items.commands.read import mark_read
from forum.items.listing import without
from forum.items.queries.heads import Head, head
from forum.web.actor import actor
from forum.web.answers import page, signed_in
from forum.web.limits import spend


@bp.get("/")
def index() -> Response:
    """Mine, newest first."""
    who = signed_in()
    words = request.args.get("q", "").replace("\x00", "")
    rows = mine(who, words=words, key=request.args.get("cursor", ""))
    return page(
        "conversations/list.html", fragment="conversations/_list.html", rows=rows,
        next_url=without(cursor=rows.next) if rows.next else None, may_begin=can(who, "begin", Conversation), words=words,
    )  # fmt: skip


@bp.get("/<int:item_id>-<slug>")
@bp.get("/<int:item_id>")
def show(item_id: int, slug: str | None = None) -> BaseResponse:
    """One conversation; what is shown of it is read."""
    found = head(item_id, signed_in(), "conversation") or abort(404)
    if slug != found.slug:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return redirect(found.url + query, 302)
    return conversation_page(found, actor())


def conversation_page(found: Head, who: Actor, status: int = 200, **forms: Any) -> Response:
    """The page of a conversation, with what was refused in its forms."""
    values = showing.values_of(found, who, showing.asked_of(found, who))
    people = people_of(found.id)
    writes = _writes(found, who, people)
    values["rights"] = values["rights"] - {"link"} if writes else values["rights"] - {"link", "reply"}
    add_form, title_form = forms.get("add_form"), forms.get("title_form")
    answer = page(
        "conversations/show.html", status, people=people, most=MOST_PEOPLE, is_on=are_on(),
        add_form=add_form or AddForm(formdata=None), title_form=title_form or TitleForm(formdata=None, title=found.title),
        **values,
    )  # fmt: skip
    shown = max([1, *(row.number for row in values["posts"].rows)])
    if shown > values["reader"].read:
        with transaction():
            mark_read(who.id or 0, found.id, shown)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _writes(found: Head, who: Actor, people: list[PersonRow]) -> bool:
    """The rule for replies, asked of the rows at hand."""
    return are_on() and found.state == "public" and continues(who.id or 0, [row.id for row in people if row.is_here])


@bp.get("/people")
def complete() -> Response:
    """Names that begin so, while they are typed."""
    who = signed_in()
    spend("names", "120 per minute", who.id)
    found = completed(request.args.get("q", "")[:60], who)
    return jsonify([{"handle": row.handle, "name": row.name} for row in found])
