"""Resources as the columns of a sheet hold them: for exports, and to compare with what a sheet says."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import String, cast, select

from forum.core.db import db
from forum.exchange.sheets.columns import COLUMNS
from forum.items.models.item import Item, ItemTag, ItemTerritory, ItemTheme
from forum.resources.models import Resource, ResourceAudience, ResourceZone
from forum.resources.returning import text_of
from forum.territories.models import Tag
from forum.territories.queries import themes, tree

TABLE = Resource.__table__
OWN = [column.name for column in COLUMNS if column.name in TABLE.c]
OF_ITEM = {"id": "external_id", "title": "title", "summary": "summary", "body": "source", "origin": "origin"}
SOME = 400
Values = dict[str, Any]


def values_of(ids: Iterable[int]) -> dict[int, Values]:
    """The columns of these resources. Six queries for each 400."""
    wanted, found = list(ids), {}
    for start in range(0, len(wanted), SOME):
        found.update(_some(wanted[start : start + SOME]))
    return found


def _some(ids: list[int]) -> dict[int, Values]:
    items = Item.__table__.c
    of_item = [items[name].label(f"item_{ours}") for ours, name in OF_ITEM.items()]
    columns = [TABLE.c[name] for name in OWN if name not in OF_ITEM]
    more = (items.id.label("item"), items.version, items.space_id, items.slug, items.created_at, items.active_at,
            TABLE.c.standing, TABLE.c.verified_on)  # fmt: skip
    rows = select(*columns, *of_item, *more).join(TABLE, TABLE.c.id == items.id).where(items.id.in_(ids))
    found: dict[int, Values] = {}
    for row in db.session.execute(rows):
        values = dict(row._mapping)
        number = values.pop("item")
        values.update({ours: values.pop(f"item_{ours}") or "" for ours in OF_ITEM})
        values["windows"] = text_of(values["windows"]).replace("\n", "; ")
        if values["status"] == "permanent" and not values["deadline"]:
            values["deadline"], values["status"] = "permanent", ""
        lists: Values = {name: [] for name in ("audiences", "zones", "territories", "themes", "tag_words")}
        found[number] = {**values, "number": str(number), **lists}
    _lists(found, ids)
    for values in found.values():
        for name in ("audiences", "zones", "territories", "themes", "excluded_countries"):
            values[name] = sorted(values[name] or [])
        values["tags"] = "; ".join(sorted(values.pop("tag_words")))
    return found


def _lists(found: dict[int, Values], ids: list[int]) -> None:
    nodes, known = tree().nodes, themes()
    codes = {theme_id: row.code for theme_id, row in known.items()}
    sources: tuple[tuple[str, Any, Any], ...] = (
        ("audiences", ResourceAudience.resource_id, ResourceAudience.actor_type),
        ("zones", ResourceZone.resource_id, ResourceZone.zone),
        ("territories", ItemTerritory.item_id, cast(ItemTerritory.territory_id, String)),
        ("themes", ItemTheme.item_id, cast(ItemTheme.theme_id, String)),
    )
    for name, owner, column in sources:
        for number, code in db.session.execute(select(owner, column).where(owner.in_(ids))):
            if name == "territories":
                code = nodes[int(code)].code if int(code) in nodes else ""
            elif name == "themes":
                code = codes.get(int(code), "")
            if number in found and code:
                found[number][name].append(code)
    words = select(ItemTag.item_id, Tag.label).join(Tag, Tag.id == ItemTag.tag_id).where(ItemTag.item_id.in_(ids))
    for number, label in db.session.execute(words):
        if number in found:
            found[number]["tag_words"].append(label)
