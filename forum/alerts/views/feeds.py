"""A saved search as a calendar and as Atom; the private addresses of all lists."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, current_app, make_response, request
from werkzeug.wrappers import Response as BaseResponse

from forum.alerts import commands
from forum.alerts.keys import key_of, opened_key
from forum.alerts.models import FeedKey, SavedSearch
from forum.alerts.queries import dated_rows, reader_of, rows_of
from forum.alerts.sending import page_path
from forum.alerts.views.ground import bp
from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import NotFound
from forum.core.i18n import _, language
from forum.core.permissions import Actor
from forum.items.listing import entries_of
from forum.resources.deadlines_calendar import calendar_of
from forum.spaces import actors
from forum.web.answers import done, secret_page, signed_in
from forum.web.feeds import atom
from forum.web.limits import spend

keyed = Blueprint("alert_feeds", __name__, url_prefix="/saved-searches")
# Lists that are feeds too: a private address opens these and nothing else.
FEEDS = {
    "threads.index": "/threads/", "documents.index": "/documents/", "resources.index": "/resources/",
    "documents.of_pages": "/documents/suggestions", "needs.index": "/needs/", "search.page": "/search", "pages.space": "/spaces/", "pages.territory": "/territories/",
}  # fmt: skip


def _opened(search_id: int) -> tuple[SavedSearch, Actor]:
    """The search of this address and with whose rights it reads now."""
    spend("private feed", "120 per minute")
    search = commands.search_by_key(search_id, request.args.get("key", ""))
    who = reader_of(search)
    if who is None:
        raise NotFound()
    language.set(who.locale or search.locale or "fr")
    return search, who


@keyed.get("/<int:search_id>.ics")
def calendar(search_id: int) -> Response:
    """Its deadlines: those of the last month, and all to come."""
    search, who = _opened(search_id)
    first = clock.today().replace(day=1)
    answer = make_response(calendar_of(dated_rows(search, who, first), search.name))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'inline; filename="palabre-{search.id}.ics"'
    return _private(answer)


@keyed.get("/<int:search_id>.atom")
def feed(search_id: int) -> Response:
    """What it finds, the newest first."""
    search, who = _opened(search_id)
    return _private(atom(search.name, page_path(search), entries_of(rows_of(search, who))))


def _private(answer: Response) -> Response:
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@bp.route("/feeds", methods=["GET", "POST"])
def addresses() -> BaseResponse:
    """Private addresses of the lists: for readers of feeds, which cannot sign in. POST makes new ones."""
    who = signed_in()
    if request.method == "POST":
        with transaction():
            commands.renew_feeds(who)
        return done(_("The addresses are new: the old ones answer nothing any more."), to="/saved-searches/feeds")
    row = db.session.get(FeedKey, who.id)
    if row is None:
        with transaction():
            row = commands.feed_key(who)
    key = key_of("feeds", who.id or 0, row.serial)
    names = {
        "/threads/": _("Discussions"), "/documents/": _("Practice documents"), "/resources/": _("Resources"),
        "/needs/": _("Needs"), "/documents/suggestions?mine=settle": _("Suggestions for me to settle"),
    }  # fmt: skip
    wanted = address_of(request.args.get("of", ""), key)
    rows = [(label, address_of(path, key)) for path, label in names.items()]
    return secret_page("alerts/feeds.html", rows=rows, wanted=wanted, renewed_at=row.renewed_at)


def address_of(path: str, key: str) -> str:
    """The private address of a list; empty for what is none."""
    parts = urlsplit(path.replace("\\", "/"))
    if parts.scheme or parts.netloc or not parts.path.startswith(tuple(FEEDS.values())):
        return ""
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("format", "key", "cursor")]
    base = current_app.extensions["settings"].base_url
    return f"{base}{parts.path}?{urlencode([*kept, ('format', 'atom'), ('key', key)])}"


def reader_of_key(endpoint: str, key: str) -> Actor | None:
    """Whose feed this is: for web/actor.py. None when the address was renewed, or opens no feed."""
    opened = opened_key("feeds", key) if endpoint in FEEDS else None
    if opened is None:
        return None
    row = db.session.get(FeedKey, opened[0])
    return actors.of_user(opened[0]) if row and row.serial == opened[1] else None


@bp.after_app_request
def _keep_quiet(response: Response) -> Response:
    """Nothing that was asked with a key is kept on the way, nor tells its address to others."""
    return _private(response) if "key" in request.args and request.method == "GET" else response
