"""Links that need somebody: of the spaces that one tends, and of one publication."""

from flask import Response, request

from forum.core.permissions import require
from forum.items.listing import without
from forum.items.queries.heads import head
from forum.links import queries, words
from forum.links.views.ground import bp, item_or_404
from forum.spaces.keepers import asked_space, keeper
from forum.web.answers import page, signed_in


@bp.get("/links/")
def index() -> Response:
    """Dead links, moved ones, those that fail: of all one's spaces, or of one (`space`)."""
    who = keeper()
    space = asked_space(who)
    space_id = space.id if space else None
    counts = queries.counts(who, space_id)
    state = request.args.get("state", "")
    if state not in queries.SHOWN:
        state = next((each for each, count in counts.items() if count), "dead")
    found = queries.tended(who, state, space_id=space_id, key=request.args.get("cursor", ""))
    return page(
        "links/list.html", fragment="links/_rows.html", rows=found.rows, counts=counts, state=state, space=space,
        words=words, with_item=True, next_url=without(cursor=found.next) if found.next else None,
    )  # fmt: skip


@bp.get("/items/<int:item_id>/web-links")
def of_item(item_id: int) -> Response:
    """Every link that leads out of the site from one publication."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "mend links", item)
    return page(
        "links/of_item.html", item=head(item_id, who), rows=queries.of_item(item_id), words=words, with_item=False,
        next_url=None,
    )  # fmt: skip
