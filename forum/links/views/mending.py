"""One link of one publication: still right, another address, no link any more, ask again."""

from collections.abc import Callable
from typing import Any

from flask import abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import require
from forum.items.models.item import Item
from forum.items.queries.heads import head
from forum.links import commands, queries, words
from forum.links.forms import AddressForm
from forum.links.views.ground import bp, item_or_404
from forum.web.answers import attempt, by_htmx, done, page, signed_in
from forum.web.security import safe_next


@bp.post("/items/<int:item_id>/web-links/<int:link_id>")
def mend(item_id: int, link_id: int) -> BaseResponse:
    """`deed`: right, again, moved, replace (with `url`), remove. `row`: which row htmx swaps."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "mend links", item)
    form = AddressForm()
    deeds: dict[str, tuple[Callable[[], Any], str]] = {
        "right": (lambda: commands.still_right(who, item, link_id), _("Kept as it is, for half a year.")),
        "again": (lambda: commands.ask_again(who, item, link_id), _("It is asked again in a moment.")),
        "moved": (lambda: commands.take_moved(who, item, link_id), _("The new address stands there now.")),
        "replace": (
            lambda: commands.replace(who, item, link_id, form.url.data or ""), _("The new address stands there now."),
        ),
        "remove": (lambda: commands.remove(who, item, link_id), _("The link is gone, its words stay.")),
    }  # fmt: skip
    deed, said = deeds.get(request.form.get("deed", "")) or abort(422)
    row = request.form.get("row", "")
    to = safe_next(request.form.get("next"), f"/items/{item_id}/web-links")
    if attempt(form, deed):
        is_row = row.startswith("link-") and row.replace("-", "").isalnum()
        if by_htmx() and is_row:
            return make_response(
                render_template("links/_settled.html", id=row, said=said, title=item.title, item_id=item_id)
            )
        return done(said, to=to)
    return _again(item, link_id, row, form)


def _again(item: Item, link_id: int, row: str, form: AddressForm) -> BaseResponse:
    """The row, or the page, with what is wrong and what was typed."""
    rows = queries.of_item(item.id)
    if by_htmx():
        for each in rows:
            if each.key == row:
                html = render_template("links/_row.html", row=each, form=form, words=words, with_item=True)
                return make_response(html, 422)
    return page(
        "links/of_item.html", 422, item=head(item.id, signed_in()), rows=rows, words=words, with_item=False,
        next_url=None, form=form, wrong_id=link_id,
    )  # fmt: skip
