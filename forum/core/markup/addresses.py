"""What people write that stands for something: addresses, @people and #items, found in plain text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_KINDS = "threads|documents|resources|needs"
_FOUND = re.compile(
    rf"""(?P<url>(?<![\w@/.:-])(?:https?://|www\.)[^\s<>"«»“”]+)
    |(?P<path>(?<![\w/.~:-])/(?:{_KINDS})/[0-9]{{1,9}}(?:-[\w-]{{0,200}})?(?:[?#][\w=&%-]+)*(?![\w/]))
    |(?<![\w&\#/@])\#(?P<item>[0-9]{{1,9}})(?![\w-])
    |(?<![\w.@+&/-])@(?P<handle>[A-Za-z0-9](?:[A-Za-z0-9_.-]{{0,60}}[A-Za-z0-9])?)""",
    re.VERBOSE | re.IGNORECASE,
)
_ITEM_PATH = re.compile(rf"/(?:{_KINDS})/([0-9]{{1,9}})(?:-[\w%-]*)?(?:[?#].*)?\Z", re.IGNORECASE)
# Nobody types a longer one by hand, and a longer one is no help as a text.
LONGEST = 2000


class Found(NamedTuple):
    """A piece of text that stands for something: `kind` is url, item or mention."""

    kind: str
    start: int
    end: int
    value: str


def find(text: str, base_url: str = "") -> Iterator[Found]:
    """What the text stands for, in order; an address of one of our items is an `item` (its value: `12` or the path)."""
    if not any(sign in text for sign in ("@", "#", "/", "www.", "WWW.")):
        return
    for match in _FOUND.finditer(text):
        kind, start, end = str(match.lastgroup), match.start(), match.end()
        if kind == "handle":
            yield Found("mention", start, end, match["handle"].lower())
        elif kind == "item":
            yield Found("item", start, end, match["item"])
        elif kind == "path":
            # An address between < and > loses them, as the parser does with full ones.
            bare = text[start - 1 : start] + text[end : end + 1] != "<>"
            yield Found("item", start - (not bare), end + (not bare), match["path"])
        elif address := _without_tail(match["url"]):
            path = local(address, base_url)
            yield Found("item" if item_id(path) else "url", start, start + len(address), path)


def local(url: str, base_url: str) -> str:
    """The path of an address of ours; any other address as it is."""
    base = base_url.rstrip("/")
    if base and url.startswith(base) and url[len(base) : len(base) + 1] in ("/", "?", "#", ""):
        return url[len(base) :] or "/"
    return url


def item_id(path: str) -> int | None:
    """The item that `12` or `/threads/12-title` speaks of."""
    if path.isascii() and path.isdigit():
        return int(path)
    found = _ITEM_PATH.match(path)
    return int(found[1]) if found else None


def _without_tail(url: str) -> str:
    """The address without the punctuation that follows it in a sentence; empty when it is none."""
    if len(url) > LONGEST:
        return ""
    extra = {")": url.count(")") - url.count("("), "]": url.count("]") - url.count("[")}
    end = len(url)
    while end and (url[end - 1] in ".,;:!?'’\"*_~…" or extra.get(url[end - 1], 0) > 0):
        if url[end - 1] in extra:
            extra[url[end - 1]] -= 1
        end -= 1
    host = re.sub(r"^https?://", "", url[:end], flags=re.IGNORECASE)
    return url[:end] if re.match(r"[\w\[]", host) and host.lower() not in ("www", "www.") else ""
