"""The open data of the catalogue: public resources only, in a shape that stays (docs/open-data.md)."""

import json
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from forum.core import clock
from forum.core.letters import installation
from forum.core.permissions import VISITOR
from forum.core.tables import lines
from forum.exchange.exporting import address_of, rows_of
from forum.exchange.sheets.current import TABLE, Values
from forum.items.models.item import Item
from forum.items.queries.lists import Filter
from forum.paths import PACKAGE
from forum.resources.around import LOCAL
from forum.resources.complementing import plain
from forum.resources.models import Resource
from forum.resources.returning import windows_of

VERSION = "1.0"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SCHEMA = PACKAGE / "exchange" / "open_data.schema.json"
NUMBERS = (
    "min_amount", "max_amount", "max_amount_overseas", "max_amount_multi_year", "max_cofunding_pct", "min_age_years",
    "min_annual_budget", "max_annual_budget", "min_project_budget", "max_project_budget", "min_duration_months",
    "max_duration_months",
)  # fmt: skip
TEXTS = ("type", "funder", "level", "url", "contact", "deadline_note", "status", "origin", "confidence")
LISTS = ("audiences", "zones", "excluded_countries", "territories", "themes")
DAYS = ("opens_on", "deadline", "verified_on")
FIELDS = (
    "id",
    "external_id",
    "title",
    "summary",
    *TEXTS,
    *NUMBERS,
    *LISTS,
    *DAYS,
    "returns",
    "usual_month",
    "complements",
    "standing",
    "address",
    "published_at",
    "updated_at",
)


def record(item_id: int, values: Values) -> dict[str, Any]:
    """One resource. Every field is always there: null or an empty list where nothing is known."""
    status = values["status"] or ("permanent" if values["deadline"] == "permanent" else "")
    days = {name: None if values[name] in (None, "permanent") else values[name].isoformat() for name in DAYS}
    return {
        "id": item_id, "external_id": values["id"] or None, "title": values["title"], "summary": values["summary"],
        **{name: values[name] or None for name in TEXTS}, "status": status or None,
        **{name: values[name] for name in NUMBERS}, **{name: values[name] for name in LISTS}, **days,
        "returns": ["/".join(window) for window in windows_of(values["windows"])],
        "usual_month": values["usual_month"],
        "complements": [
            {"territory": row.node.code, "facts": _local(row.facts), "body": row.source,
             "verified_on": row.verified_on.isoformat()} for row in values.get("complements", ())
        ],
        "standing": values["standing"], "address": address_of(item_id, values),
        "published_at": values["created_at"].isoformat(timespec="seconds"),
        "updated_at": values["active_at"].isoformat(timespec="seconds"),
    }  # fmt: skip


def _local(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a territory says, under the names of a resource."""
    told = plain({name: value for name, value in facts.items() if name in LOCAL and name != "windows"})
    return told | ({"returns": ["/".join(window) for window in facts["windows"]]} if facts.get("windows") else {})


def _records() -> Iterator[dict[str, Any]]:
    filter = Filter(kinds=("resource",), join=Resource, where=(TABLE.c.standing != "refused",))
    return (record(item_id, values) for item_id, values in rows_of(filter, VISITOR, ((Item.id, False),)))


def as_json() -> Iterator[str]:
    """The whole, a few resources at a time."""
    base = installation().base_url
    head = {
        "version": VERSION, "schema": f"{base}/open-data/resources.schema.json", "licence": LICENCE,
        "publisher": base, "generated_at": clock.now().isoformat(timespec="seconds"),
    }  # fmt: skip
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "resources": ['
    separator = "\n"
    for each in _records():
        yield separator + json.dumps(each, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def as_csv() -> Iterator[str]:
    """The same fields, lists joined by bars; commas and codes, whoever reads: it is for programs."""
    rows = (
        ["|".join(map(_word, v)) if isinstance(v := each[name], list) else v for name in FIELDS] for each in _records()
    )
    return lines(chain([FIELDS], rows), delimiter=",")
