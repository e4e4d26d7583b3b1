"""The catalogue: filters with counts, nearest deadline first."""

from flask import Response

from forum.core.i18n import _, ngettext
from forum.items.models.item import Item
from forum.items.narrowing import narrowed_page
from forum.resources.models import Resource
from forum.resources.queries.catalogue import TABLE, facets
from forum.resources.queries.deadlines import day_of_order, is_current, rank_of_type
from forum.resources.views.ground import bp


@bp.get("/")
def index() -> Response:
    """All resources that are not closed; closed ones when they are asked for."""
    sorts = {
        "deadline": (
            _("nearest deadline"),
            ((day_of_order(), False), (rank_of_type(), False), (Item.active_at, True), (Item.id, True)),
        ),
        "activity": (_("last activity"), ((Item.active_at, True), (Item.id, True))),
    }
    return narrowed_page(
        "resource", "resources/list.html", facets(), join=Resource, sorts=sorts,
        usual={"deadline": is_current(), "state": TABLE.c.standing != "refused"},
        count_of=lambda n: ngettext("%(n)s resource", "%(n)s resources", n),
    )  # fmt: skip
