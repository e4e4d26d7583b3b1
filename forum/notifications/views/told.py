"""The page of notifications, reading them, the bell."""

from flask import Response, abort, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.items.listing import without
from forum.items.queries.heads import Head
from forum.items.views.whole import known_of
from forum.notifications import commands, queries
from forum.notifications.views.ground import bp
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, page, signed_in
from forum.web.slots import fills


def unread() -> dict[int, int]:
    """Unread ones by publication: the bell and the page of an item share one query a request."""
    if "unread" not in g:
        g.unread = queries.unread_by_item(actor())
    found: dict[int, int] = g.unread
    return found


def unread_count() -> int:
    """For the bell."""
    return sum(unread().values())


@bp.get("/")
def index() -> Response:
    """What I was told, newest first, gathered by publication."""
    who = signed_in()
    only = request.args.get("unread") == "1"
    found = queries.told(who, unread=only, key=request.args.get("cursor", ""))
    next_url = without(cursor=found.next) if found.next else None
    return page("notifications/list.html", fragment="notifications/_groups.html", groups=found.rows,
                next_url=next_url, only_unread=only, unread=unread_count())  # fmt: skip


@bp.get("/bell")
def bell() -> BaseResponse:
    """The bell of an open page, asked now and then while it is looked at. 204 when it says what is shown already."""
    who = signed_in()
    count = sum(queries.unread_by_item(who).values())
    if request.args.get("shown", type=int) == count:
        return make_response("", 204)
    return make_response(render_template("notifications/_bell.html", unread=count, out_of_band=False))


@bp.get("/<int:notification_id>/go")
def go(notification_id: int) -> BaseResponse:
    """Read this one and go where it leads."""
    who = signed_in()
    with transaction():
        found = commands.read_one(who.id or 0, notification_id)
        to = queries.address_of(found) if found else ""
    return redirect(to, 303) if found else abort(404)


@bp.post("/read")
def read() -> BaseResponse:
    """Mark as read: what was told of one publication (`item`), or all."""
    who = signed_in()
    item_id = request.form.get("item", type=int)
    with transaction():
        if item_id:
            commands.read_item(who.id or 0, item_id)
        else:
            commands.read_all(who)
    if by_htmx() and item_id:
        # Asked by the page of the item itself: the fragment goes, the bell beside it counts anew, nothing is said.
        return make_response(render_template("notifications/_bell.html", unread=unread_count(), out_of_band=True))
    return done(_("All is read."), to="/notifications/")


@known_of
def unread_of(item: Head) -> int:
    """What was told of this item and not seen."""
    return unread().get(item.id, 0)


@fills("beside an item", position=90)
@fills("beside a conversation", position=90)
def seen(item: Head) -> str:
    """On the page of an item: its unread notifications are read by opening it (by a button without JavaScript)."""
    count = unread_of(item)
    return render_template("notifications/_seen.html", item=item, unread=count) if count else ""
