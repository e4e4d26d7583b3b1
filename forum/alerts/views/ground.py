"""What these views share."""

from flask import Blueprint, abort, current_app

from forum.alerts.keys import key_of
from forum.alerts.models import SavedSearch
from forum.alerts.queries import owned
from forum.web.answers import signed_in

bp = Blueprint("alerts", __name__, url_prefix="/saved-searches")


def mine_or_404(search_id: int) -> SavedSearch:
    """One of the reader's own."""
    return owned(search_id, signed_in()) or abort(404)


def private_urls(search: SavedSearch) -> dict[str, str]:
    """Where a calendar and a feed reader find it, without signing in."""
    base = current_app.extensions["settings"].base_url
    key = key_of("search", search.id, search.serial)
    start = f"{base}/saved-searches/{search.id}"
    return {"calendar": f"{start}.ics?key={key}", "feed": f"{start}.atom?key={key}"}
