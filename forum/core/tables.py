"""Tables that leave for spreadsheets: CSV that opens in Excel as it is, in which no text is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from forum.core.i18n import language

# A cell that begins so is a formula for spreadsheets: a mark before it makes it a text again.
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_SOME = 50  # lines at a time
_MARK = "\ufeff"  # by which spreadsheets know UTF-8


def as_csv(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """For people: UTF-8 with its mark; semicolons where the comma is the decimal sign. A few lines at a time."""
    yield _MARK
    yield from lines(rows, delimiter=";" if language.get() == "fr" else ",")


def lines(rows: Iterable[Iterable[object]], *, delimiter: str) -> Iterator[str]:
    """The lines alone."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for number, row in enumerate(rows, 1):
        writer.writerow([harmless("" if cell is None else str(cell)) for cell in row])
        if number % _SOME == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text
