"""Which field of a source is which column, and what its fields say in columns of the catalogue."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from bs4 import BeautifulSoup
from markdownify import ATX, markdownify

from forum.core.errors import Invalid
from forum.core.markup.plain import excerpt
from forum.exchange.sheets import cells
from forum.exchange.sheets.columns import BY_NAME, Reader, guess, guesses
from forum.exchange.sources.reading import Raw

PARIS = ZoneInfo("Europe/Paris")
# What feeds and catalogues of others call things, beside the headings of sheets.
ALSO = {
    "link": "url", "origin url": "url", "application url": "tool", "guid": "id", "identifier": "id", "uuid": "id",
    "slug": "id", "content": "body", "encoded": "body", "content html": "body", "content text": "body",
    "category": "tags", "tags": "tags", "financers": "funder", "financeurs": "funder", "organisation": "funder",
    "publisher": "funder", "submission deadline": "deadline", "date cloture": "deadline", "closing date": "deadline",
    "end date": "deadline", "start date": "opens_on", "opening date": "opens_on", "perimeter": "territories",
    "targeted audiences": "audiences", "categories": "tags", "subvention rate upper bound": "max_cofunding_pct",
}  # fmt: skip
NEVER = {"number"}  # our own numbers mean nothing elsewhere
DATES = ("opens_on", "deadline", "deadline_note", "status", "windows", "usual_month")
AUTO = ("title", *DATES)  # what changes by itself unless somebody says otherwise
MARKUP = re.compile(r"</?(?:p|br|div|ul|ol|li|a|strong|b|em|i|h[1-6]|span|table|img)\b[^<>]*>", re.IGNORECASE)
STAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)")


def fields_of(objects: Iterable[Raw]) -> dict[str, list[str]]:
    """Each field that the objects have, the most common first, with some of what it says."""
    counts: Counter[str] = Counter()
    some: dict[str, list[str]] = {}
    for each in objects:
        counts.update(each.keys())
        for name, value in each.items():
            known = some.setdefault(name, [])
            text = plain(value)[:80]
            if len(known) < 3 and text and text not in known:
                known.append(text)
    order = {name: at for at, name in enumerate(counts)}
    return {name: some[name] for name in sorted(counts, key=lambda name: (-counts[name], order[name]))}


def guessed(names: Iterable[str]) -> dict[str, str]:
    """Field → column, none twice: the first that fits best has it."""
    names, known, found = list(names), guesses(), {}
    for name in names:
        column = _meant(name, known)
        if column and column not in found.values():
            found[name] = column
    for name in ("summary", "description"):
        if name not in names:
            continue
        if found.get(name) in (None, "summary", "body"):
            found.pop(name, None)
            found[name] = "summary" if "body" in found.values() else "body"
    if len([name for name, column in found.items() if column == "summary"]) > 1:
        found.pop("description", None)
    return found


def _meant(name: str, known: Mapping[str, str]) -> str:
    words = re.sub(r"(?<=[a-zà-ÿ])(?=[A-Z])", " ", name).replace("_", " ").replace("-", " ")
    last = words.rpartition(".")[2]
    for each in (name, words, last):
        column = ALSO.get(each.lower().strip()) or guess(each, known)
        if column and column not in NEVER:
            return column
    return ""


def plain(value: Any) -> str:
    """Words without markup, on one line."""
    text = str(value)
    if "<" in text or "&" in text:
        text = BeautifulSoup(unescape(text) if "&lt;" in text else text, "html.parser").get_text(" ")
    return " ".join(text.split())


def _markdown(value: Any) -> str:
    """HTML of feeds as we keep texts: without pictures, which live with others."""
    text = str(value)
    text = unescape(text) if "&lt;" in text and not MARKUP.search(text) else text
    if not MARKUP.search(text):
        return text.strip()
    made = markdownify(text, heading_style=ATX, bullets="-", strip=["img", "script", "style", "iframe"])
    return re.sub(r"\n{3,}", "\n\n", made).strip()


def values_in(raw: Raw, columns: Mapping[str, str], url: str, reader: Reader) -> tuple[dict[str, Any], list[list[str]]]:
    """(column → value, [field, what is wrong]). A field that cannot be read is left out, the others count."""
    found: dict[str, Any] = {}
    wrong: list[list[str]] = []
    for name, column_name in columns.items():
        if name not in raw or column_name not in BY_NAME or column_name == "id":
            continue
        column = BY_NAME[column_name]
        try:
            value = reader.value(column, _cell(column_name, raw[name], url, column.most))
        except Invalid as problem:
            wrong.append([name, problem.message])
            continue
        if value not in (None, "", []) and value is not cells.ERASE:
            found[column_name] = value
    return found, wrong


def _cell(name: str, value: Any, url: str, most: int) -> Any:
    """As a cell of a sheet would say it."""
    kind = BY_NAME[name].kind
    if name == "body":
        return _markdown(value)[:most]
    if name == "url":
        return urljoin(url, str(value).split("; ")[0].strip())[:most]
    if kind == "text":
        return excerpt(plain(value), most - 1) if len(plain(value)) > most else plain(value)
    if kind == "day":
        return _day(str(value).strip())
    return value


def _day(text: str) -> str:
    """A moment with its zone is a day in Paris; feeds write days as letters do."""
    try:
        if STAMP.fullmatch(text):
            return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(PARIS).date().isoformat()
        if re.match(r"[A-Z][a-z]{2}, \d", text):
            return parsedate_to_datetime(text).astimezone(PARIS).date().isoformat()
    except ValueError:
        return text
    return text


def identity_of(raw: Raw, columns: Mapping[str, str]) -> str:
    """By what the source knows it: its reference, else its page, else its title."""
    by_column = {column: name for name, column in columns.items()}
    for name in (by_column.get("id"), "id", "guid", "uuid", by_column.get("url"), "link", by_column.get("title")):
        text = str(raw.get(name, "")).strip() if name else ""
        if text:
            return text if len(text) <= 58 else f"{text[:24]}~{_digest(text)}"
    return ""


def digest_of(raw: Raw) -> str:
    """Changes with anything that it says."""
    return _digest(json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON keeps them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def back(name: str, value: Any) -> Any:
    """A kept value as the catalogue takes it."""
    if name in ("opens_on", "deadline") and isinstance(value, str) and value and value != "permanent":
        return date.fromisoformat(value)
    return value
