"""Reads the words of one document, in a process of its own: media type and path as arguments, JSON on standard output.

It knows nothing of the application, writes nothing, and stops at its limits: [["3", "words of page 3"], …]; sheets
have names, other documents one page without a label.
"""

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from html import unescape

SECONDS, MEGABYTES = 30, 700
PAGES, OF_A_PAGE, OF_ALL = 400, 20_000, 200_000  # pages, characters
ROWS, XML = 200, 30_000_000  # rows of a table that are read; bytes of a part of an office document


def main() -> int:
    """Words, or nothing."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    kind, path = sys.argv[1], sys.argv[2]
    found, total = [], 0
    for label, text in pages(kind, path):
        words = " ".join(text.replace("\x00", " ").encode("utf-8", "ignore").decode().split())[:OF_A_PAGE]
        if words:
            found.append([label, words])
            total += len(words)
        if total > OF_ALL or len(found) >= PAGES:
            break
    sys.stdout.write(json.dumps(found))
    return 0


def pages(kind: str, path: str) -> Iterator[tuple[str, str]]:
    """(label, text) by the type that was judged."""
    if kind == "application/pdf":
        yield from _pdf(path)
    elif kind in ("text/csv", "text/plain"):
        yield from _text(kind, path)
    elif kind.endswith("spreadsheetml.sheet"):
        yield from _xlsx(path)
    elif kind.endswith("wordprocessingml.document"):
        yield "", _xml(path, "word/document.xml", rb"</w:p>|<w:tab/>|<w:br/>")
    elif kind.endswith("presentationml.presentation"):
        yield from _slides(path)
    else:  # OpenDocument
        yield "", _xml(path, "content.xml", rb"</text:(?:p|h)>|<text:(?:tab|s|line-break)\b[^>]*>|</table:table-cell>")


def _pdf(path: str) -> Iterator[tuple[str, str]]:
    import pypdf

    reader = pypdf.PdfReader(path)
    for number, page in enumerate(reader.pages[:PAGES], 1):
        try:
            yield str(number), page.extract_text() or ""
        except Exception:  # one damaged page does not hide the others
            continue


def _text(kind: str, path: str) -> Iterator[tuple[str, str]]:
    with open(path, "rb") as file:
        data = file.read(4 * OF_ALL)
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    if "\ufffd" in text:
        text = data.decode("windows-1252", "replace")
    if kind == "text/plain":
        yield "", text[:OF_A_PAGE]
        return
    sign = max(";,\t", key=text[:2000].count)
    rows = csv.reader(io.StringIO(text), delimiter=sign)
    yield "", " . ".join(" ".join(row) for _place, row in zip(range(ROWS), rows, strict=False))


def _xlsx(path: str) -> Iterator[tuple[str, str]]:
    import openpyxl

    with open(path, "rb") as file:  # by its name alone, which says nothing, it would be refused
        data = io.BytesIO(file.read())
    book = openpyxl.load_workbook(data, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets[:30]:
        rows = sheet.iter_rows(max_row=ROWS, max_col=60, values_only=True)
        words = (" ".join(str(cell) for cell in row if isinstance(cell, str)) for row in rows)
        yield sheet.title, f"{sheet.title} . " + " . ".join(line for line in words if line)


def _slides(path: str) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(path) as package:
        found = [re.fullmatch(r"ppt/slides/slide([0-9]+)\.xml", name) for name in package.namelist()]
        numbers = sorted(int(each[1]) for each in found if each)
    for number in numbers[:PAGES]:
        yield str(number), _xml(path, f"ppt/slides/slide{number}.xml", rb"</a:p>")


def _xml(path: str, part: str, breaks: bytes) -> str:
    """Words between tags: nothing is parsed, so nothing can grow."""
    with zipfile.ZipFile(path) as package, package.open(part) as file:
        data = file.read(XML)
    return unescape(re.sub(rb"<[^<>]*>", b"", re.sub(breaks, b" ", data)).decode("utf-8", "replace"))


if __name__ == "__main__":
    sys.exit(main())
