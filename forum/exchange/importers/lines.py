"""Reading a file of JSON objects, one a line, of any length, without ever holding more than a few lines."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from forum.core.i18n import _

LONGEST = 8_000_000  # bytes of one line


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its object, or why there is none."""

    number: int
    text: str
    size: int  # bytes in the file
    data: dict[str, Any] | None = None
    why: str = ""


def lines_of(path: Path) -> Iterator[Line]:
    """The lines of a file that are not empty. A damaged one is told, not raised."""
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST + 1):
            number += 1
            if len(raw) > LONGEST and not raw.endswith(b"\n"):
                _skip_line(file)
                why = _("This line is longer than %(n)s bytes.", n=LONGEST)
                yield Line(number, raw[:1000].decode("utf-8", "replace"), len(raw), why=why)
            elif raw.strip(b"\xef\xbb\xbf \t\r\n"):
                yield _line(number, raw)


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
        pass


def _line(number: int, raw: bytes) -> Line:
    try:
        text = raw.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        why = _("This line is not written in UTF-8.")
        return Line(number, raw.decode("utf-8", "replace").strip(), len(raw), why=why)
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half of a pair ("\ud83d") is no text that can be kept
    except (ValueError, RecursionError) as problem:
        reason = getattr(problem, "msg", "") or type(problem).__name__
        return Line(number, text, len(raw), why=_("This line is not JSON: %(reason)s.", reason=reason))
    if not isinstance(data, dict):
        return Line(number, text, len(raw), why=_("This line is not a JSON object."))
    return Line(number, text, len(raw), data)
