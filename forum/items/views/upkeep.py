"""What keepers and readers do with a whole item: move, close, pin, link, follow."""

import re

from flask import Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import require
from forum.items.commands import state
from forum.items.commands.link import link, unlink
from forum.items.commands.watch import watch
from forum.items.forms import LinkForm, MoveForm
from forum.items.kinds import path
from forum.items.queries.heads import head, readable
from forum.items.queries.reader import reader_of
from forum.items.views.ground import bp, head_or_404, item_or_404
from forum.spaces.queries import known, open_to
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in


@bp.route("/<int:item_id>/move", methods=["GET", "POST"])
def move(item_id: int) -> BaseResponse:
    """Put it into another space."""
    item = item_or_404(item_id)
    require(signed_in(), "move", item)
    form = MoveForm()
    form.space.choices = open_to(actor(), item.kind)
    if form.validate_on_submit():
        space = known(form.space.data, actor()) or abort(404)
        if attempt(form, lambda: state.move(actor(), item, space) or True):
            return done(_("Moved to “%(space)s”.", space=space.name), to=path(item))
    return page("items/move.html", refused(form), item=head(item_id, actor()), form=form)


@bp.post("/<int:item_id>/close")
def close(item_id: int) -> BaseResponse:
    """No more replies (`on=1`), or again."""
    item = item_or_404(item_id)
    on = request.form.get("on") == "1"
    with transaction():
        state.close(signed_in(), item, closed=on)
    return done(_("Closed.") if on else _("Open again."), to=path(item))


@bp.post("/<int:item_id>/pin")
def pin(item_id: int) -> BaseResponse:
    """Keep it on top of its space (`on=1`), or no longer."""
    item = item_or_404(item_id)
    on = request.form.get("on") == "1"
    with transaction():
        state.pin(signed_in(), item, pinned=on)
    return done(_("Pinned.") if on else _("No longer pinned."), to=path(item))


@bp.post("/<int:item_id>/watch")
def follow(item_id: int) -> BaseResponse:
    """Follow at a level, or stop."""
    item = item_or_404(item_id)
    require(signed_in(), "watch", item)
    with transaction():
        watch(actor(), "item", item.id, request.form.get("level", ""))
    if getattr(request, "htmx", False):
        reader = reader_of(item_id, actor())
        return make_response(render_template("items/_watch.html", item=head_or_404(item_id), reader=reader))
    return done(_("Your choice is kept."), to=path(item))


@bp.route("/<int:item_id>/links", methods=["GET", "POST"])
def links(item_id: int) -> Response | BaseResponse:
    """Tie it to another publication."""
    item = item_or_404(item_id)
    require(signed_in(), "link", item)
    form = LinkForm()
    if form.validate_on_submit():
        other = readable(_number_in(form.other.data or ""), actor())
        if attempt(form, lambda: link(actor(), item, other, form.relation.data)):
            return done(_("The two are linked."), to=path(item))
    return page("items/link.html", refused(form), item=head(item_id, actor()), form=form)


@bp.post("/<int:item_id>/links/<int:other_id>/undo")
def unlinks(item_id: int, other_id: int) -> BaseResponse:
    """Take a link back."""
    item, other = item_or_404(item_id), item_or_404(other_id)
    with transaction():
        unlink(signed_in(), item, other, request.form.get("relation", "cites"))
    return done(_("The link is gone."), to=path(item))


def _number_in(text: str) -> int:
    """The item that an address or a number speaks of; 0 for none."""
    found = re.search(r"(?:threads|documents|resources|needs|items)/(\d+)", text) or re.fullmatch(
        r"\s*#?(\d+)\s*", text
    )
    return int(found.group(1)) if found else 0
