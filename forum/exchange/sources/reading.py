"""From what an address said to flat objects: Atom, RSS, JSON Feed, any list in JSON, CSV, XLSX. Nothing in it is run."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree
from xml.parsers import expat

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.exchange.sheets.columns import headings_of
from forum.exchange.sheets.reading import MOST_ROWS, read

Raw = dict[str, Any]  # field → text or number
LONGEST, MOST_FIELDS, DEEPEST = 20_000, 120, 5
NAMES = ("title", "name", "label", "nom", "libelle", "intitule", "code", "id", "url", "href")  # of an object in a list
NEXT = ("next", "next_url", "next_page", "next_page_url")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}"


@dataclass(frozen=True, slots=True)
class Found:
    """What one answer holds. `following`: the address of its next page. `is_feed`: only the last ones are in it."""

    objects: list[Raw]
    following: str = ""
    is_feed: bool = False
    kind: str = field(default="")


def objects_of(data: bytes, url: str, headers: dict[str, str] | None = None) -> Found:
    """The objects of an answer. Raises Invalid with a sentence when there is no list in it."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise Invalid(_("It answers with an empty page."))
    if start == b"<":
        return _feed(data, url)
    if start in b"{[" or start == b"\x1e":
        return _json(data, url, headers or {})
    return Found(list(_rows(data, url)), kind="sheet")


def _rows(data: bytes, url: str) -> Iterator[Raw]:
    grid = read(url.rpartition("/")[2] or "?", data)
    place, headings = headings_of(grid)
    names: list[str] = []
    for at, heading in enumerate(headings):
        name = " ".join(heading.split())[:120] or f"({at + 1})"
        names.append(name if name not in names else f"{name} ({at + 1})")
    for row in grid[place + 1 :]:
        if any(cell != "" for cell in row):
            yield {name: cell for name, cell in zip(names, row, strict=False) if cell != ""}


def _json(data: bytes, url: str, headers: dict[str, str]) -> Found:
    try:
        text = data.decode("utf-8-sig")
        lines = text.replace("\x1e", "\n").splitlines()
        if text.lstrip().startswith("{") and len(lines) > 1 and _is_whole(lines[0]):
            whole: Any = [json.loads(line) for line in lines if line.strip()]
        else:
            whole = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Invalid(_("It answers with JSON that cannot be read.")) from problem
    rows = _longest(whole)
    if rows is None:
        raise Invalid(_("There is no list of objects in this JSON."))
    is_feed = isinstance(whole, dict) and "jsonfeed.org" in str(whole.get("version", ""))
    following = _next(whole) or _linked(headers.get("link", ""))
    return Found(
        [_flat(row) for row in rows[:MOST_ROWS]], urljoin(url, following) if following else "", is_feed, "json"
    )


def _is_whole(line: str) -> bool:
    """JSON Lines: the first line alone is an object."""
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _longest(value: Any, depth: int = 0) -> list[Any] | None:
    """The longest list of objects, not too deep; an empty list where lists belong (results, items) counts too."""
    if isinstance(value, list):
        return value if not value or all(isinstance(each, dict) for each in value) else None
    if not isinstance(value, dict) or depth > 3:
        return None
    lists = [found for each in value.values() if (found := _longest(each, depth + 1)) is not None]
    return max(lists, key=len, default=None)


def _next(whole: Any) -> str:
    if not isinstance(whole, dict):
        return ""
    places = [
        whole,
        *(whole[name] for name in ("links", "_links", "meta", "pagination") if isinstance(whole.get(name), dict)),
    ]
    for place in places:
        for name in NEXT:
            value = place.get(name)
            value = value.get("href") if isinstance(value, dict) else value
            if isinstance(value, str) and value.startswith(("http://", "https://", "/", "?")):
                return value
    return ""


def _linked(header: str) -> str:
    found = re.search(r'<([^<>]+)>\s*;[^,]*\brel="?next\b', header)
    return found[1] if found else ""


def _flat(value: dict[str, Any]) -> Raw:
    """One object: a.b for what is inside, lists of words with semicolons."""
    found: Raw = {}

    def put(name: str, each: Any, depth: int) -> None:
        if len(found) >= MOST_FIELDS or each is None or each in ("", [], {}):
            return
        if isinstance(each, dict):
            for key, inner in each.items():
                if depth < DEEPEST:
                    put(f"{name}.{key}" if name else str(key), inner, depth + 1)
        elif isinstance(each, list):
            words = [word for one in each if (word := _word(one))]
            if words:
                found[name[:120]] = "; ".join(dict.fromkeys(words))[:LONGEST]
        elif isinstance(each, bool):
            found[name[:120]] = "oui" if each else "non"
        elif isinstance(each, int | float):
            found[name[:120]] = each
        else:
            found[name[:120]] = str(each).replace("\x00", "").strip()[:LONGEST]

    put("", value, 0)
    return found


def _word(each: Any) -> str:
    """One of a list, in a word: of an object its name."""
    if isinstance(each, dict):
        named = next((each[name] for name in NAMES if isinstance(each.get(name), str | int) and each[name] != ""), "")
        return str(named).replace(";", ",").strip()
    return "" if each is None or isinstance(each, list) else str(each).replace(";", ",").strip()


def _feed(data: bytes, url: str) -> Found:
    """Atom, RSS 2.0, RSS 1.0. What defines entities of its own is refused: no feed needs them."""
    _refuse_entities(data)
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError) as problem:
        raise Invalid(_("It answers with a web page, or with a feed that cannot be read.")) from problem
    entries = [each for each in root.iter() if _local(each.tag) in ("entry", "item")]
    if _local(root.tag) not in ("feed", "rss", "RDF"):
        raise Invalid(_("It answers with a web page, not with a feed: look for the address of its feed."))
    following = next(
        (each.get("href", "") for each in root if _local(each.tag) == "link" and each.get("rel") == "next"), ""
    )
    return Found(
        [_entry(each, url) for each in entries[:MOST_ROWS]], urljoin(url, following) if following else "", True, "feed"
    )


class _Entities(Exception):
    """The text defines entities."""


def _refuse_entities(data: bytes) -> None:
    def stop(*_what: Any) -> None:
        raise _Entities

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = stop
    try:
        parser.Parse(data, True)
    except _Entities as problem:
        raise Invalid(_("This feed defines entities of its own, which are never read.")) from problem
    except expat.ExpatError as problem:
        raise Invalid(_("It answers with a web page, or with a feed that cannot be read.")) from problem


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _entry(entry: ElementTree.Element, url: str) -> Raw:
    found: dict[str, list[str]] = {}
    for each in entry:
        name, text = _local(each.tag), _text(each)
        if name == "link":
            if each.get("href") and each.get("rel", "alternate") != "alternate":
                continue
            text = urljoin(url, (each.get("href") or text).strip())
        elif name == "category":
            text = (text or each.get("label") or each.get("term") or "").replace(";", ",")
        elif name in ("author", "creator", "publisher"):
            text = next((_text(one) for one in each if _local(one.tag) == "name"), text)
        if text and len(found) < MOST_FIELDS:
            found.setdefault(name[:120], []).append(text)
    for name, text in entry.attrib.items():
        if _local(name) in ("about", "id"):
            found.setdefault("id", [text])
    return {name: "; ".join(dict.fromkeys(texts))[:LONGEST] for name, texts in found.items()}


def _text(each: ElementTree.Element) -> str:
    """Its words; markup inside (XHTML of Atom) as it stands."""
    if len(each) and _local(each.tag) in ("content", "summary", "description", "encoded"):
        inside = "".join(ElementTree.tostring(one, encoding="unicode") for one in each)
        return re.sub(r"(</?)(?:\w+:)(\w+)", r"\1\2", inside).strip()
    return "".join(each.itertext()).replace("\x00", "").strip()
