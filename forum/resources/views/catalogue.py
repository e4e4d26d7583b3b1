"""The catalogue: filters with counts, nearest deadline first."""

from flask import Response, request

from forum.core.i18n import ngettext
from forum.items.listing import without
from forum.items.narrowing import narrowed_page
from forum.items.queries.facets import Counts
from forum.resources.models import Resource
from forum.resources.question import facets, place_in, sorts, usual
from forum.resources.views.ground import bp


def _closed(found: Counts) -> tuple[str, str] | None:
    """Closed ones are left out until they are asked for: how many there are."""
    n = found.options["deadline"].get("closed", 0)
    if not n or request.args.get("deadline"):
        return None
    return ngettext("and %(n)s closed", "and %(n)s closed", n), without(deadline="closed")


@bp.get("/")
def index() -> Response:
    """All resources that are not closed; closed ones when they are asked for."""
    place = place_in(request.args)
    return narrowed_page(
        "resource", "resources/list.html", facets(place), join=Resource, sorts=sorts(place), usual=usual(place),
        aside_of=_closed,
        count_of=lambda n: ngettext("%(n)s resource", "%(n)s resources", n),
    )  # fmt: skip
