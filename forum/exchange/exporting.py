"""Resources as files: CSV that opens in Excel as it is, XLSX, lines of JSON. Any filter, any length, a few rows at a time."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import chain
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any

from sqlalchemy import select

from forum.core import tables
from forum.core.db import db
from forum.core.i18n import _
from forum.core.letters import installation
from forum.core.paging import Order, sorting
from forum.core.permissions import Actor
from forum.exchange.sheets.columns import COLUMNS, Column, shown
from forum.exchange.sheets.current import SOME, Values, values_of
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.queries.lists import Filter
from forum.resources import labels
from forum.resources.queries.local import LocalRow, complements_of, nearest_first
from forum.territories.queries import tree

MORE = ("state", "verified_on", "address", "local")  # what a sheet shows beside, and never brings in


def rows_of(filter: Filter, actor: Actor, order: Order) -> Iterator[tuple[int, Values]]:
    """Every resource of a filter with its columns. One query, and seven for each 400."""
    ids = list(db.session.scalars(filter.on(select(Item.id).select_from(Item), actor).order_by(*sorting(order))))
    for start in range(0, len(ids), SOME):
        some = ids[start : start + SOME]
        found = values_of(some)
        _say_what_is_local(found, filter.place_id)
        yield from ((each, found[each]) for each in some if each in found)


def _say_what_is_local(found: dict[int, Values], place_id: int | None) -> None:
    """What complements say, and of these what counts for the place that was asked for, beside the facts of the sheet:
    else a sheet brought back would write what one region says into the whole of France. One query."""
    place = tree().nodes.get(place_id or 0)
    for item_id, rows in complements_of(found).items():
        found[item_id]["complements"] = rows
        found[item_id]["local"] = nearest_first(rows, place)


def headings() -> list[str]:
    """The first row: what an import recognises."""
    return [*(str(column.label) for column in COLUMNS), _("State"), _("Verified on"), _("Address"), _("Local")]


def address_of(item_id: int, values: Values) -> str:
    """Its page."""
    return installation().base_url + path_of("resource", item_id, values["slug"])


def as_csv(filter: Filter, actor: Actor, order: Order) -> Iterator[str]:
    """For spreadsheets; what an import brings in again."""
    rows = (_texts(item_id, values) for item_id, values in rows_of(filter, actor, order))
    return tables.as_csv(chain([headings()], rows))


def _texts(item_id: int, values: Values) -> list[str]:
    cells = [_permanent(column, values.get(column.name)) for column in COLUMNS]
    known = labels.standings()
    day = values["verified_on"]
    return [
        *cells, known.get(values["standing"], ""), shown(_DAY, day) if day else "", address_of(item_id, values),
        " · ".join(_local_words(row) for row in values.get("local", ())),
    ]  # fmt: skip


def _local_words(row: LocalRow) -> str:
    said = [*(f"{name} {value}" for name, value in labels.local_facts(row.facts)), row.source]
    return f"{row.node.name} : {', '.join(each for each in said if each)}"


_DAY = next(column for column in COLUMNS if column.kind == "day")


def _permanent(column: Column, value: Any) -> str:
    return _("permanent") if value == "permanent" and column.kind == "day" else shown(column, value)


def as_xlsx(filter: Filter, actor: Actor, order: Order) -> IO[bytes]:
    """A sheet with real numbers and days. No text is a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Resources")[:31])
    sheet.freeze_panes = "D2"
    for place, column in enumerate(COLUMNS, 1):
        wide = {"title": 50, "summary": 60, "body": 60}.get(column.name, 18)
        sheet.column_dimensions[get_column_letter(place)].width = wide
    bold, wrapped = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    first = []
    for text in headings():
        cell = WriteOnlyCell(sheet, text)
        cell.font, cell.alignment = bold, wrapped
        first.append(cell)
    sheet.append(first)

    for item_id, values in rows_of(filter, actor, order):
        cells: list[Any] = []
        for column, text in zip((*COLUMNS, *(None for _each in MORE)), _texts(item_id, values), strict=True):
            value = values.get(column.name) if column else None
            if column and isinstance(value, int | date) and not isinstance(value, bool):
                cells.append(value)
            else:
                cells.append(tables.harmless(_printable(text)) if text else None)
        sheet.append(cells)
    out = TemporaryFile()  # noqa: SIM115  # given to whoever sends it, which closes it
    book.save(out)
    out.seek(0)
    return out


def spooled(parts: Iterator[str] | Iterator[bytes]) -> IO[bytes]:
    """All parts, on the disk when they are many: what fails while they are made is told before anything left."""
    out = SpooledTemporaryFile(max_size=1024 * 1024)  # noqa: SIM115  # given to whoever sends it, which closes it
    for part in parts:
        out.write(part.encode() if isinstance(part, str) else part)
    out.seek(0)
    return out


def _printable(text: str) -> str:
    """Without signs that XML cannot hold."""
    return "".join(each for each in text[:32_000] if each >= " " or each in "\n\t")


def as_lines(filter: Filter, actor: Actor, order: Order) -> Iterator[str]:
    """One JSON object a line, with codes: what `forum import resources` takes back."""
    for item_id, values in rows_of(filter, actor, order):
        yield json.dumps(plain(item_id, values), ensure_ascii=False, default=str) + "\n"


def plain(item_id: int, values: Values) -> Values:
    """A resource as JSON: codes, ISO days, what is unknown is null."""
    found = {column.name: values.get(column.name) for column in COLUMNS if column.name != "number"}
    found = {name: (None if value == "" else value) for name, value in found.items()}
    return {
        **found, "id": values["id"] or f"palabre-{item_id}", "tags": [w for w in values["tags"].split("; ") if w],
        "standing": values["standing"], "verified_on": values["verified_on"], "address": address_of(item_id, values),
        "local": [{"territory": row.node.code, **row.facts, "body": row.source} for row in values.get("local", ())],
    }  # fmt: skip
