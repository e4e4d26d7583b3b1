"""Replying, and the next page of messages."""

from flask import Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.files.forms import sent, takes_files
from forum.items import showing
from forum.items.commands.read import mark_read
from forum.items.commands.reply import reply
from forum.items.commands.watch import drop_draft
from forum.items.forms import ReplyForm
from forum.items.kinds import extras_of, path
from forum.items.queries.heads import head
from forum.items.queries.moved import new_place
from forum.items.queries.reader import reader_of
from forum.items.queries.thread_of_posts import posts_of
from forum.items.sending import send_once
from forum.items.views.ground import bp, head_or_404, item_or_404
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, entered, page
from forum.web.limits import spend


@bp.get("/<int:item_id>")
def permanent(item_id: int) -> BaseResponse:
    """A short address that never changes: goes to the page, and to a message with ?post=."""
    found = head(item_id, actor())
    number = request.args.get("post", 1, type=int)
    merged = found is None or found.state == "merged"
    if place := new_place(item_id, number, actor()) or (merged and new_place(item_id, 1, actor())):
        return redirect(place, 301)
    if found is None:
        abort(404)
    return redirect(found.url + (f"?post={number}#post-{number}" if number > 1 else ""), 302)


@bp.post("/<int:item_id>/posts")
@takes_files
def post(item_id: int) -> BaseResponse:
    """Reply."""
    item = item_or_404(item_id)
    who = entered()
    form = ReplyForm()
    spend("reply", "60 per minute", who.id)

    def send():  # type: ignore[no-untyped-def]
        made = reply(
            who,
            item,
            form.source.data or "",
            reply_to=form.reply_to.data,
            organisation_id=form.organisation.data or None,
            files=sent().ids(),
        )
        drop_draft(who.id, f"item/{item.id}")
        mark_read(who.id or 0, item.id, made.number)
        return made

    made = send_once(form, who, send)
    if made is None:
        return page("items/reply.html", 422, fragment="items/_refused_reply.html", item=head_or_404(item_id), form=form)
    if not by_htmx():
        return done("", to=path(item, made.number))
    return _since(item_id, form.after.data or 1, said=made.state)


def _since(item_id: int, after: int, said: str = "") -> Response:
    found = head(item_id, actor()) or abort(404)
    posts = posts_of(found, actor(), after=after, limit=100)
    return make_response(
        render_template(
            "items/_arrived.html", **extras_of(found, actor()), item=found, posts=posts, reader=reader_of(item_id, actor()), said=said, form=ReplyForm(formdata=None),
            rights=showing.rights_of(found, actor()), after=max([after, *(row.number for row in posts.rows)]),
        )
    )  # fmt: skip


@bp.get("/<int:item_id>/more")
def more(item_id: int) -> Response:
    """The next page of messages, appended in place."""
    found = head_or_404(item_id)
    posts = posts_of(found, actor(), after=max(1, request.args.get("after", 1, type=int)))
    return page("items/more.html", fragment="items/_more.html", **extras_of(found, actor()), item=found, posts=posts,
                rights=showing.rights_of(found, actor()), reader=reader_of(item_id, actor()))  # fmt: skip
