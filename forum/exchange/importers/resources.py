"""Resources of the catalogue."""

from typing import Any

from forum.core.permissions import SYSTEM
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.common import describe, put_replies, rewrite, values_of
from forum.exchange.importers.fields import Row, day_of
from forum.items.models.item import Item
from forum.resources import commands
from forum.resources.models import Resource
from forum.spaces.models import Space

# Columns that a file names as we do.
SAME = (
    "funder", "level", "url", "contact", "min_amount", "max_amount", "max_amount_overseas", "max_amount_multi_year",
    "max_amount_ecsi", "max_cofunding_pct", "max_cofunding_pct_collectivite", "min_age_years", "min_annual_budget",
    "max_annual_budget", "min_project_budget", "max_project_budget", "min_person_age", "max_person_age",
    "min_duration_months", "max_duration_months", "requires_sponsor", "requires", "tool", "rules", "windows", "usual_month",
    "excluded_countries", "conditional_countries", "opens_on", "deadline", "deadline_note", "status", "page_date",
    "confidence", "standing", "verified_on",
)  # fmt: skip
MODEL = Resource
FIELDS = (*SAME, "type", "kind", "zones", "audiences", "actor_types", "age_range", "duration_months")
RANGES = {
    "age_range": ("min_person_age", "max_person_age"),
    "duration_months": ("min_duration_months", "max_duration_months"),
}
ONLY_HERE = ("standing", "verified_on")  # `change` leaves them to curators; a file brings its own


def make(row: Row, space: Space, authors: Authors) -> Resource:
    """A new resource."""
    fields = _fields(row)
    resource = commands.propose(SYSTEM, space, **values_of(row, authors), **fields, **_reach(row))
    put_replies(resource, row, authors, fresh=True)
    return resource


def change(item: Item, row: Row, authors: Authors) -> None:
    """The same resource, as the file has it now. A fact that the file no longer has is unknown again."""
    assert isinstance(item, Resource)
    rewrite(item, row, authors)
    describe(item, row)
    unknown = {name: None for name in SAME if name not in ONLY_HERE and Resource.__table__.c[name].nullable}
    fields = {**unknown, **_fields(row)}
    commands.change(
        SYSTEM, item, title=row.title, source=row.body, version=item.version, territories=row.territories,
        themes=row.themes, tags=row.tags, **_reach(row), **fields,
    )  # fmt: skip
    item.standing = fields["standing"]
    item.verified_on = day_of(fields.get("verified_on"), "verified_on") or item.verified_on
    put_replies(item, row, authors, fresh=False)


def _fields(row: Row) -> dict[str, Any]:
    """Columns of a resource. What was checked on a day is verified; the rest is proposed, unless the file says."""
    more = dict(row.more)
    found = {name: more[name] for name in SAME if name in more}
    for name, ends in RANGES.items():
        if name in more:
            found.update(zip(ends, more[name], strict=False))
    found["type"] = str(more.get("type") or more.get("kind") or "funding")
    found.setdefault("standing", "verified" if found.get("verified_on") else "proposed")
    return found


def _reach(row: Row) -> dict[str, Any]:
    more = row.more
    return {"zones": more.get("zones") or (), "audiences": more.get("audiences") or more.get("actor_types") or ()}
