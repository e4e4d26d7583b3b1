"""From the bytes of a CSV or XLSX file, as people have them, to a grid of plain values. Nothing in it is run."""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from forum.core.errors import Invalid
from forum.core.i18n import _

LARGEST = 8 * 1024 * 1024  # bytes of the file
UNPACKED = 80 * 1024 * 1024  # bytes of all that an XLSX holds
MOST_ROWS, MOST_COLUMNS, LONGEST = 5_000, 120, 20_000
Cell = str | int | float
Grid = list[list[Cell]]


def read(name: str, data: bytes) -> Grid:
    """Rows of cells; rows without anything at the end are left out. Raises Invalid, saying what to do."""
    if len(data) > LARGEST:
        raise Invalid(_("This file is larger than 8 MB: cut it into several."))
    if not data.strip():
        raise Invalid(_("This file is empty."))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid(
            _("This is an old Excel file (or one with a password): save it as .xlsx or CSV, without password.")
        )
    grid = _of_workbook(data) if data.startswith(b"PK") else _of_text(data)
    while grid and not any(cell != "" for cell in grid[-1]):
        grid.pop()
    if len([row for row in grid if any(cell != "" for cell in row)]) < 2:
        raise Invalid(_("There is no table in this file: a row of headings and one row below it at least."))
    width = min(MOST_COLUMNS, max(place for row in grid for place, cell in enumerate(row, 1) if cell != ""))
    return [[*row[:width], *[""] * (width - len(row))] for row in grid]


def _of_text(data: bytes) -> Grid:
    text = _decoded(data)
    lines = text.splitlines(keepends=True)
    delimiter = ""
    if lines and lines[0].lower().startswith("sep="):
        delimiter = lines.pop(0).strip()[4:5]
    delimiter = delimiter or _delimiter("".join(lines[:40]))
    rows: Grid = []
    try:
        for row in csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter):
            rows.append([_clean(cell) for cell in row[:MOST_COLUMNS]])
            _count(rows)
    except csv.Error as problem:
        raise Invalid(
            _("Line %(n)s cannot be read: a quotation mark is open, or a cell is far too long.", n=len(rows) + 1)
        ) from problem
    return rows


def _decoded(data: bytes) -> str:
    """UTF-8, with or without its mark, UTF-16 with its mark, else Windows-1252 as French Excel writes."""
    for mark, coding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(coding, "replace")
    if b"\x00" in data[:4096]:
        raise Invalid(_("This is neither a CSV nor an XLSX file: save the sheet as one of them."))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _delimiter(sample: str) -> str:
    """What cuts most lines into the same number of cells."""

    def worth(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign) if row]
        best = max(counts, key=lambda width: (width > 1) * counts.count(width) * width, default=1)
        return (best > 1) * counts.count(best) * best, best

    try:
        return max((";", "\t", ",", "|"), key=worth)
    except csv.Error:
        return ";"


def _of_workbook(data: bytes) -> Grid:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    refusal = Invalid(_("This file is damaged or no Excel sheet: open it, then save it again as .xlsx or CSV."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _judge(packed)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            found = _largest(book)
        finally:
            book.close()
    except Invalid:
        raise
    except (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, OSError, TypeError,
            AttributeError, EOFError, NotImplementedError, RuntimeError) as problem:  # fmt: skip
        raise refusal from problem
    return found


def _judge(packed: zipfile.ZipFile) -> None:
    """Before anything is unpacked: not too much, no programs in it, an Excel sheet at all."""
    entries = packed.infolist()
    names = {entry.filename.lower() for entry in entries}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Invalid(_("This file holds macros, which are never taken: save it as .xlsx (without macros) or CSV."))
    if "xl/workbook.xml" not in names:
        raise Invalid(_("This is neither a CSV nor an XLSX file: save the sheet as one of them."))
    if len(entries) > 2000 or sum(entry.file_size for entry in entries) > UNPACKED:
        raise Invalid(
            _("This file unfolds to more than can be read: keep the sheet of resources alone, without pictures.")
        )
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            with packed.open(entry) as part:
                if b"<!DOCTYPE" in part.read(2048):
                    raise Invalid(
                        _("This file is damaged or no Excel sheet: open it, then save it again as .xlsx or CSV.")
                    )


def _largest(book: Any) -> Grid:
    """The sheet with most rows, of those that are not hidden."""
    best: Grid = []
    for sheet in book.worksheets[:10]:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        rows: Grid = []
        empty = 0
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            cells = [_plain(cell) for cell in row]
            empty = 0 if any(cell != "" for cell in cells) else empty + 1
            if empty > 1000:  # formats painted down to the last row of the sheet
                break
            rows.append(cells)
            _count(rows, empty)
        if sum(any(cell != "" for cell in row) for row in rows) > sum(any(cell != "" for cell in row) for row in best):
            best = rows
    return best


def _count(rows: Grid, empty: int = 0) -> None:
    if len(rows) - empty > MOST_ROWS:
        raise Invalid(_("More than %(n)s rows: cut the sheet into several.", n=MOST_ROWS))


def _plain(cell: Any) -> Cell:
    """A value as JSON keeps it: days as ISO texts, shares of Excel (0.5 shown as 50 %) as they are shown."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, int | float):
        if "%" in str(getattr(cell, "number_format", "")):
            return f"{round(value * 100, 4):g} %"
        return int(value) if float(value).is_integer() else float(value)
    return _clean(str(value))


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()[:LONGEST]
