"""What is to be read again, the oldest and most read first; "still right" in the queue itself."""

from flask import Response, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.errors import Conflict
from forum.core.i18n import _
from forum.core.permissions import require
from forum.items.kinds import path
from forum.items.listing import without
from forum.spaces.keepers import asked_space, keeper
from forum.upkeep import commands, queries
from forum.upkeep.views.ground import bp, item_or_404
from forum.web.answers import by_htmx, done, page, signed_in
from forum.web.security import safe_next


@bp.get("/upkeep/")
def index() -> Response:
    """Of all the spaces that one tends, or of one (`space`)."""
    who = keeper()
    space = asked_space(who)
    space_id, key = space.id if space else None, request.args.get("cursor", "")
    found = queries.due(who, space_id=space_id, key=key)
    return page(
        "upkeep/queue.html", fragment="upkeep/_rows.html", rows=found.rows, space=space,
        count=queries.due_count(who, space_id), next_url=without(cursor=found.next) if found.next else None,
    )  # fmt: skip


@bp.post("/upkeep/<int:item_id>/still-right")
def still_right(item_id: int) -> BaseResponse:
    """Somebody read it again: it holds. The row says so in its place."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "verify" if item.kind == "resource" else "renew", item)
    with transaction():
        if not commands.looked(who, item):
            raise Conflict(_("It is verified or reviewed first; then one tap says that it is still right."))
    said = _("Still right: noted today.")
    if by_htmx():
        values = {"id": item_id, "kind": item.kind, "title": item.title, "url": path(item), "said": said}
        return make_response(render_template("upkeep/_settled.html", **values))
    return done(said, to=safe_next(request.form.get("next"), "/upkeep/"))
