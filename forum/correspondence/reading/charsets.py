"""Bytes of a letter to text, whatever its header claims."""

import codecs
import re

# What programs write when they mean "I do not know": their claim is checked against the bytes.
DOUBTFUL = {"", "ascii", "us-ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-8", "unknown-8bit", "utf_8"}
CONTROLS = re.compile(rb"[\x80-\x9f]")  # letters and quotation marks in windows-1252, nothing in ISO 8859


def text_of(data: bytes, declared: str | None) -> str:
    """The text. Valid UTF-8 with accents is UTF-8 whatever is claimed; nothing is ever refused."""
    name = _known(declared or "")
    if name not in DOUBTFUL:
        try:
            return _tidy(data.decode(name))
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return _tidy(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    # "ISO-8859-1" with bytes that it does not have is windows-1252 from a program that is wrong about itself.
    exact = "iso8859-15" if name == "iso8859-15" and not CONTROLS.search(data) else "cp1252"
    return _tidy(data.decode(exact, "replace"))


def _known(name: str) -> str:
    try:
        return codecs.lookup(name.strip().strip("\"'")).name
    except LookupError:
        return ""


def _tidy(text: str) -> str:
    """One kind of line end, no NUL, no marks that only confuse comparison."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return text.replace("\ufeff", "").replace("\u200b", "").replace("\u00ad", "")


def unflowed(text: str, *, delsp: bool = False) -> str:
    """Paragraphs of format=flowed (RFC 3676) on one line each, quotation marks kept."""
    lines: list[str] = []
    open_depth: int | None = None  # of the paragraph that goes on
    for raw in text.split("\n"):
        depth, rest = _quoted(raw)
        rest = rest.removeprefix(" ")  # stuffed
        if open_depth == depth and lines and rest != "-- ":
            lines[-1] += rest
        else:
            lines.append(("> " * depth).rstrip() + (" " if depth and rest else "") + rest)
        flows = rest.endswith(" ") and rest != "-- "
        open_depth = depth if flows else None
        if flows and delsp:
            lines[-1] = lines[-1][:-1]
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in lines)


def _quoted(line: str) -> tuple[int, str]:
    depth = len(line) - len(line.lstrip(">"))
    return depth, line[depth:]
