"""What readers do with a whole item: link it, follow it. (What keepers do: keeping, placing, sorting.)"""

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import require
from forum.items.commands.link import link, unlink
from forum.items.commands.watch import watch
from forum.items.forms import LinkForm
from forum.items.kinds import path
from forum.items.queries.heads import head, readable
from forum.items.queries.reader import reader_of
from forum.items.views.ground import bp, head_or_404, item_or_404, number_in
from forum.web.actor import actor
from forum.web.answers import attempt, by_htmx, done, entered, page, refused, signed_in


@bp.post("/<int:item_id>/watch")
def follow(item_id: int) -> BaseResponse:
    """Follow at a level, or stop."""
    item = item_or_404(item_id)
    require(entered(), "watch", item)
    with transaction():
        watch(actor(), "item", item.id, request.form.get("level", ""))
    if by_htmx():
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
        other = readable(number_in(form.other.data or ""), actor())
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
