"""What the catalogue may be narrowed by."""

from functools import cache

from sqlalchemy import ColumnElement, String, cast, func, or_, select

from forum.core.i18n import _
from forum.items.models.item import Item
from forum.items.queries.facets import Facet, territory_facet, theme_facet
from forum.resources import labels
from forum.resources.models import Resource, ResourceAudience, ResourceZone
from forum.resources.queries.deadlines import STATES, state_column
from forum.resources.queries.local import HERE, seen_from
from forum.resources.zones import oda_countries, zones_of
from forum.territories.queries import Node
from forum.territories.vocabulary import actor_types, countries, zones

TABLE = Resource.__table__


def facets(place: Node | None = None) -> list[Facet]:
    """Type, place, theme, for whom, where projects act, amount, time, level, standing: in the order of the form.

    `place`: what its complements say counts there.
    """
    return [
        Facet("type", _("Type"), _("of the type “%(value)s”"), lambda code: TABLE.c.type == code,
              labels.types(), TABLE.c.type),
        territory_facet(_("Territory"), _("for %(value)s, above and below included")),
        theme_facet(_("Theme"), _("about “%(value)s”")),
        _audience(),
        _zone(),
        Facet("amount", _("Amount sought, in euros"), _("for an amount of %(value)s euros"),
              lambda text: fits_amount(text, place)),
        Facet("deadline", _("Deadline"), "%(value)s", lambda code: state_column(place) == code,
              {code: labels.times()[code] for code in STATES}, state_column(place)),
        Facet("level", _("Level"), _("of the level “%(value)s”"), lambda code: TABLE.c.level == code,
              labels.levels(), TABLE.c.level),
        Facet("state", _("State"), "%(value)s", lambda code: TABLE.c.standing == code,
              {code: labels.standings()[code] for code in ("verified", "proposed")}, TABLE.c.standing),
    ]  # fmt: skip


def fits_amount(text: str, place: Node | None = None) -> ColumnElement[bool] | None:
    """Between its least and its most; an amount that is unknown excludes nothing. None for what is no number."""
    digits = "".join(text.split())
    if not digits.isdecimal() or len(digits) > 9:
        return None
    wanted = int(digits)
    least, most = (
        seen_from(place, HERE.c[name], TABLE.c[name], HERE.c[name].is_not(None))
        for name in ("min_amount", "max_amount")
    )
    highest = func.coalesce(TABLE.c.max_amount_multi_year, most)
    return or_(least.is_(None), least <= wanted) & or_(most.is_(None), highest >= wanted)


def _audience() -> Facet:
    def clause(code: str) -> ColumnElement[bool]:
        return Item.id.in_(select(ResourceAudience.resource_id).where(ResourceAudience.actor_type == code))

    return Facet(
        "audience", _("For whom"), _("open to “%(value)s”"), clause, actor_types(), ResourceAudience.actor_type,
        ResourceAudience, ResourceAudience.resource_id,
    )  # fmt: skip


def _zone() -> Facet:
    """A zone as it is named, or a country: then every zone that holds it, unless the country is excluded."""
    groups, names = zones(), countries()
    offered = {**groups, **{code: names[code] for code in sorted(oda_countries(), key=lambda code: names[code])}}

    def clause(code: str) -> ColumnElement[bool]:
        wanted = [code] if code in groups else sorted(zones_of(code))
        named = Item.id.in_(select(ResourceZone.resource_id).where(ResourceZone.zone.in_(wanted)))
        return named if code in groups else named & ~_excluded().contains(f'"{code}"')

    return Facet(
        "zone", _("Where the project acts"), _("for a project in %(value)s"), clause, offered,
        func.aggregate_strings(ResourceZone.zone, ",") + "|" + func.max(_excluded()),
        ResourceZone, ResourceZone.resource_id, _fitting,
    )  # fmt: skip


def _excluded() -> ColumnElement[str]:
    return cast(TABLE.c.excluded_countries, String)


@cache
def _reach(country: str) -> frozenset[str]:
    return zones_of(country)


def _fitting(found: str) -> set[str]:
    """The zones and countries that a resource fits, from "cad,BJ|["ML"]"."""
    named, _bar, excluded = found.partition("|")
    codes = set(named.split(","))
    fits = {code for code in oda_countries() if codes & _reach(code) and f'"{code}"' not in excluded}
    return fits | (codes & set(zones()))
