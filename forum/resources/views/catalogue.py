"""The catalogue: filters with counts, nearest deadline first, or what fits an organisation of the reader."""

from flask import Response, request

from forum.core.i18n import _, ngettext
from forum.core.paging import Page
from forum.items.listing import without
from forum.items.narrowing import narrowed_page
from forum.items.queries.facets import Counts
from forum.items.queries.lists import Filter, ItemRow, listed
from forum.people.queries import MandateRow, mandates_of, organisation
from forum.resources.models import Resource
from forum.resources.profile import project_of
from forum.resources.queries.ranking import fitting
from forum.resources.question import facets, place_in, sorts, usual
from forum.resources.views.ground import bp
from forum.web.actor import actor


def _closed(found: Counts) -> tuple[str, str] | None:
    """Closed ones are left out until they are asked for: how many there are."""
    n = found.options["deadline"].get("closed", 0)
    if not n or request.args.get("deadline"):
        return None
    return ngettext("and %(n)s closed", "and %(n)s closed", n), without(deadline="closed")


@bp.get("/")
def index() -> Response:
    """All resources that are not closed; closed ones when they are asked for."""
    who = actor()
    place = place_in(request.args, who)
    orders = sorts(place)
    mandates = mandates_of(who.id) if who.id and request.args.get("sort") == "fit" else []
    mine = next((each for each in mandates if each.slug == request.args.get("for")), mandates[0] if mandates else None)
    if who.is_someone:
        orders = {**orders, "fit": (_("what fits us"), orders["deadline"][1])}

    def ranked(filter: Filter, key: str) -> Page[ItemRow]:
        found = organisation(mine.slug) if mine else None
        if found is None:
            return listed(filter, who, order=orders["fit"][1], key=key)
        return fitting(filter, project_of(found), who, key)

    return narrowed_page(
        "resource", "resources/list.html", facets(place), join=Resource, sorts=orders, usual=usual(place),
        place_id=place.id if place else None,
        aside_of=_closed, ranked={"fit": ranked} if who.is_someone else {}, ranked_for=_ranked_for(mandates, mine),
        above_rows="resources/_ranked_for.html" if who.is_someone and request.args.get("sort") == "fit" else "",
        count_of=lambda n: ngettext("%(n)s resource", "%(n)s resources", n),
    )  # fmt: skip


def _ranked_for(mandates: list[MandateRow], mine: MandateRow | None) -> list[tuple[str, str, bool]]:
    """The organisations by which the list may be ranked: (name, address, is it this one?)."""
    return [(each.organisation, without(**{"for": each.slug}), each is mine) for each in mandates]
