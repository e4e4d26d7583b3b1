"""What a sheet would do, row by row, before anything is done: new, changed field by field, same, double, or wrong."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.ids import folded
from forum.core.permissions import Actor
from forum.exchange.models import Sheet
from forum.exchange.sheets import cells
from forum.exchange.sheets.columns import BY_NAME, COLUMNS, DATES, Reader, headings_of, shown
from forum.exchange.sheets.current import TABLE, Values, values_of
from forum.items.commands.texts import checked_title
from forum.items.models.item import Item
from forum.resources.queries.twins import known_to
from forum.resources.returning import text_of, windows_of
from forum.resources.twins import Twin
from forum.resources.values import checked

NEW, CHANGED, SAME, DOUBLE, WRONG = "new", "changed", "same", "double", "wrong"
OUTCOMES = (WRONG, NEW, CHANGED, DOUBLE, SAME)


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class PlanRow:
    """A row of the sheet. `line`: as the spreadsheet numbers it."""

    line: int
    title: str
    values: Values
    outcome: str = NEW
    item_id: int | None = None
    errors: list[tuple[str, str]] = field(default_factory=list)  # (heading, what to do)
    differences: list[Difference] = field(default_factory=list)
    note: str = ""


@dataclass(slots=True)
class Plan:
    """All rows, and a digest: what is applied is what was seen."""

    rows: list[PlanRow]
    digest: str

    @property
    def counts(self) -> Counter[str]:
        """How many of each outcome."""
        return Counter(row.outcome for row in self.rows)

    @property
    def is_clean(self) -> bool:
        """Nothing is wrong, and something would be done."""
        counts = self.counts
        return not counts[WRONG] and bool(counts[NEW] or counts[CHANGED])

    def of(self, outcome: str) -> list[PlanRow]:
        """The rows of one outcome."""
        return [row for row in self.rows if row.outcome == outcome]


def plan(sheet: Sheet, actor: Actor) -> Plan:
    """Read every row and compare it with the catalogue. Some ten queries, whatever the length below 400 rows."""
    names: list[str] = sheet.columns["map"]
    headings = headings_of(sheet.rows)[1]
    reader, rows = Reader(), []
    for at, cells_of_row in enumerate(sheet.rows[sheet.header + 1 :], sheet.header + 2):
        if any(str(cell).strip() for cell in cells_of_row):
            rows.append(_read(at, cells_of_row, names, headings, reader))
    _prefix(sheet, rows)
    _match(sheet, rows, actor)
    _doubles(rows)
    only = DATES if sheet.columns.get("only") == "dates" else None
    current = values_of({row.item_id for row in rows if row.item_id})
    for row in rows:
        if row.outcome in (WRONG, DOUBLE):
            continue
        if row.item_id:
            _compare(row, current[row.item_id], only)
        elif only:
            row.outcome, row.note = SAME, _("New: left out, since only dates are updated.")
        elif not row.values.get("title"):
            row.errors.append((_label("title"), _("A new resource needs a title.")))
        _check(row, current.get(row.item_id or 0, {}))
        if row.errors:
            row.outcome = WRONG
    _say_what_is_alike(rows, actor)
    return Plan(rows, _digest(rows))


def _say_what_is_alike(rows: list[PlanRow], actor: Actor) -> None:
    """A new one that looks like one of the catalogue is told beside its row: it may still come in. One query."""
    fresh = [row for row in rows if row.outcome == NEW and not row.note]
    if not fresh:
        return
    known = known_to(actor)
    for row in fresh:
        twin = Twin.of(0, row.title, str(row.values.get("funder") or ""), str(row.values.get("url") or ""))
        if near := known.near(twin)[:1]:
            row.note = _("Looks like “%(title)s” (#%(n)s).", title=near[0][1].name, n=near[0][1].id)


def _label(name: str) -> str:
    return str(BY_NAME[name].label) if name in BY_NAME else name


def _read(line: int, row: list[Any], names: list[str], headings: list[str], reader: Reader) -> PlanRow:
    found = PlanRow(line, "", {})
    for name, cell, heading in zip(names, row, headings, strict=False):
        if not name:
            continue
        try:
            value = reader.value(BY_NAME[name], cell)
        except Invalid as problem:
            found.errors.append((heading or _label(name), problem.message))
            continue
        if value is not None:
            found.values[name] = value
    found.title = str(found.values.get("title") or next((str(cell) for cell in row if str(cell).strip()), ""))[:120]
    if found.errors:
        found.outcome = WRONG
    return found


def _prefix(sheet: Sheet, rows: list[PlanRow]) -> None:
    """References of two sources never meet: each stands behind the name of its source."""
    for row in rows:
        if row.values.get("id") and sheet.source and not row.values["id"].startswith(f"{sheet.source}/"):
            row.values["id"] = f"{sheet.source}/{row.values['id']}"[:120]


def _match(sheet: Sheet, rows: list[PlanRow], actor: Actor) -> None:
    """By our number, else by the reference of the source, else by the same title and funder in this space."""
    items = select(Item.id, Item.external_id, Item.title, Item.space_id, TABLE.c.funder).join(
        TABLE, TABLE.c.id == Item.id
    )
    references = [row.values["id"] for row in rows if row.values.get("id")]
    here = db.session.execute(items.where(Item.space_id == sheet.space_id, Item.state.in_(("public", "pending")))).all()
    known = []
    for start in range(0, len(references), 400):
        some = references[start : start + 400]
        known += db.session.execute(items.where(Item.external_id.in_(some), Item.state != "deleted")).all()
    numbers = [int(n) for row in rows if (n := str(row.values.get("number", ""))).isdigit()]
    for start in range(0, len(numbers), 400):
        some_numbers = numbers[start : start + 400]
        known += db.session.execute(items.where(Item.id.in_(some_numbers), Item.state != "deleted")).all()
    by_number = {str(each.id): each for each in known}
    by_reference = {each.external_id: each for each in known if each.external_id}
    by_title: dict[tuple[str, str], Any] = {}
    for each in here:
        by_title.setdefault((folded(each.title), folded(each.funder)), each)
    for row in rows:
        found, number = None, str(row.values.get("number") or "")
        if number:
            found = by_number.get(number)
            if found is None:
                row.errors.append((_label("number"), _("There is no resource %(n)s: empty this cell.", n=number)))
                row.outcome = WRONG
        elif row.values.get("id"):
            found = by_reference.get(row.values["id"])
        if found is None and not number:
            found = by_title.get((folded(row.title), folded(str(row.values.get("funder") or ""))))
        if found is not None and not _mine(found.space_id, sheet, actor):
            row.outcome = WRONG
            row.errors.append((_label("title"), _("This resource is in a space whose catalogue you do not keep.")))
        elif found is not None:
            row.item_id = found.id


def _mine(space_id: int, sheet: Sheet, actor: Actor) -> bool:
    return space_id == sheet.space_id or actor.tends(space_id)


def _doubles(rows: list[PlanRow]) -> None:
    """The same thing twice in one sheet: the first counts."""
    first: dict[Any, int] = {}
    for row in rows:
        if row.outcome == WRONG:
            continue
        keys = [("item", row.item_id)] if row.item_id else []
        keys += [("id", row.values["id"])] if row.values.get("id") else []
        if not keys:
            keys = [("title", folded(row.title), folded(str(row.values.get("funder") or "")))]
        seen = next((first[key] for key in keys if key in first), None)
        if seen is not None:
            row.outcome, row.note = DOUBLE, _("The same as row %(n)s: left out.", n=seen)
        for key in keys:
            first.setdefault(key, row.line)


def normal(name: str, value: Any) -> Any:
    """Two values that mean the same are equal."""
    if name == "tags":
        return sorted(folded(word) for word in str(value or "").replace(",", ";").split(";") if word.strip())
    if name == "windows" and isinstance(value, str):
        return _windows(value)
    if isinstance(value, list):
        return sorted(value)
    if value in (None, "", cells.ERASE):
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value


def _windows(text: str) -> str:
    """As the catalogue writes them, however somebody typed them; what is no date stays, to be refused as such."""
    try:
        return text_of(windows_of(text))
    except Invalid:
        return text


def _compare(row: PlanRow, current: Values, only: tuple[str, ...] | None) -> None:
    for column in COLUMNS:
        name = column.name
        if name == "number" or name not in row.values:
            continue
        value = None if row.values[name] is cells.ERASE else row.values[name]
        if normal(name, value) == normal(name, current.get(name)) or (name == "id" and current.get("id")):
            row.values.pop(name)
        elif only and name not in only:
            row.note = _("Other fields differ too: left for review, since only dates are updated.")
            row.values.pop(name)
        else:
            row.values[name] = value
            row.differences.append(
                Difference(str(column.label), shown(column, current.get(name)), shown(column, value))
            )
    row.title = str(row.values.get("title") or current["title"])
    row.outcome = CHANGED if row.differences else SAME


def _check(row: PlanRow, current: Values) -> None:
    """What the catalogue itself refuses: ends of ranges, days, addresses."""
    names = {column.name for column in COLUMNS} & set(TABLE.c.keys()) - {"id"}
    fields = {name: current.get(name) for name in names if current} | {
        n: v for n, v in row.values.items() if n in names
    }
    fields = {name: (None if value is cells.ERASE else value) for name, value in fields.items()}
    try:
        checked(fields)
    except Invalid as problem:
        row.errors += [(_label(name), message) for name, message in problem.fields.items()]
    if row.values.get("title"):
        try:
            checked_title(row.values["title"])
        except Invalid as problem:
            row.errors += [(_label(name), message) for name, message in problem.fields.items()]
    themes = row.values.get("themes") or []
    if len(themes) > 8:
        row.errors.append((_label("themes"), _("Choose eight themes at most.")))


def _digest(rows: list[PlanRow]) -> str:
    text = json.dumps([[r.line, r.outcome, r.item_id, r.values] for r in rows], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
