"""An mbox file of any length, message by message."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# "From awa@example.org Tue Nov  3 21:14:05 2026": a sentence that begins with "From" has no hour and year.
ENVELOPE = re.compile(
    rb"^From \S.*\b\d{1,2}:\d{2}(?::\d{2})?\b.*\b(?:19|20)\d{2}\b|^From \S+\s*(?:\w{3}\s+){2}\d", re.I
)
ESCAPED = re.compile(rb"(?m)^>(>*From )")
LONGEST = 60_000_000  # bytes of one message


@dataclass(frozen=True, slots=True)
class Span:
    """Where a message stands in the file."""

    number: int
    start: int
    size: int


def spans_of(path: Path) -> Iterator[Span]:
    """The messages of a file, in their order."""
    with path.open("rb") as file:
        number, start, at, is_blank = 0, 0, 0, True
        for line in file:
            if is_blank and line.startswith(b"From ") and (at == 0 or ENVELOPE.match(line)):
                if at > start:
                    number += 1
                    yield Span(number, start, at - start)
                start = at
            is_blank = not line.strip(b"\r\n")
            at += len(line)
        if at > start:
            yield Span(number + 1, start, at - start)


def raw_of(path: Path, span: Span) -> bytes:
    """One message without its envelope line, "From" at the beginning of lines as it was written."""
    with path.open("rb") as file:
        file.seek(span.start)
        raw = file.read(min(span.size, LONGEST))
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    return ESCAPED.sub(rb"\1", raw)
