"""Rendered HTML back to plain text: for the index, mail, excerpts and contents lists."""

import re
from dataclasses import dataclass
from html import unescape

from forum.core.markup.hrefs import is_external

_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)")
_WAY_BACK = re.compile(r'<a [^<>]*class="footnote-back"[^<>]*>[^<]*</a>')
_CALL = re.compile(r'<sup class="footnote-ref">(?:<[^<>]*>)?([0-9]+)(?:<[^<>]*>)?</sup>')
_HEADING = re.compile(r'<h([2-6]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)
_HREF = re.compile(r'<a [^<>]*?href="([^"]*)"')
_ALT = re.compile(r' alt="([^"]*)"')
_INLINE = frozenset(
    str.split("a abbr b cite code del dfn em i input ins kbd mark q s samp small span strong sub sup u var")
)


@dataclass(frozen=True, slots=True)
class Heading:
    """One line of a contents list."""

    level: int
    id: str
    text: str


def text_of(html: str) -> str:
    """The words, one block a line; calls of notes as [1]."""
    pieces = _TAG.split(_CALL.sub(r"[\1]", _WAY_BACK.sub("", html)))
    # A line end is a space, but for code.
    literal = 0
    for position, piece in enumerate(pieces):
        if position % 2:
            literal += (piece == "<pre>") - (piece == "</pre>")
            pieces[position] = _instead_of(piece)
        elif not literal:
            pieces[position] = piece.replace("\n", " ")
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip(" ") for line in unescape("".join(pieces)).split("\n"))
    return "\n".join(line for line in lines if line)


def _instead_of(tag: str) -> str:
    name = _NAME.match(tag)
    if not name or name[2].lower() in _INLINE:
        return ""
    if name[2].lower() in ("td", "th"):
        return " "
    if name[2].lower() == "img":
        alt = _ALT.search(tag)
        return alt[1] if alt else ""
    return "\n"


def excerpt(text: str, limit: int) -> str:
    """The beginning of a plain text on one line, cut after a word."""
    line = " ".join(text[: limit * 4 + 400].split())
    if len(line) <= limit:
        return line
    cut = line[:limit]
    if not line[limit].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:.!?…–—-\u00a0\u202f«(") + "…"


def headings_of(html: str) -> list[Heading]:
    """Headings with an address, in order, for a contents list."""
    return [Heading(int(level), name, text_of(inside)) for level, name, inside in _HEADING.findall(html)]


def links_in(html: str) -> list[str]:
    """Addresses of links to other sites, in order."""
    return [unescape(href) for href in _HREF.findall(html) if is_external(href)]
