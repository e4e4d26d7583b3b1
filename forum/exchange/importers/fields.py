"""From the words of a file to ours: one line of any kind becomes a Row. Names of the data files are taken too."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from forum.core import clock
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.markup.plain import excerpt
from forum.territories.queries import themes, tree

PARIS = ZoneInfo("Europe/Paris")
# What each field may be called, the first that says something counts.
NAMES = {
    "body": ("body", "body_md", "text", "source_md"),
    "themes": ("themes", "theme"),
    "territories": ("territories", "territory"),
    "origin": ("origin", "source"),
    "links": ("related", "related_resources", "links"),
    "is_example": ("is_example", "synthetic"),
}
OURS = {"id", "title", "summary", "author", "created_at", "tags", "lang", "countries", "replies", "_refused"}
REPLY = {"id", "author", "body", "created_at", "accepted"}
VERSION = 1  # grows when the same line would make something else: then all lines count as changed


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A message under the publication."""

    id: str
    author: str
    body: str
    created_at: datetime | None
    accepted: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line, understood. `more`: what belongs to its kind, as the file has it."""

    id: str
    title: str
    body: str
    summary: str = ""
    author: str = ""
    created_at: datetime | None = None
    themes: tuple[int, ...] = ()
    tags: tuple[str, ...] = ()
    territories: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    lang: str = "fr"
    origin: str = ""
    is_example: bool = False
    links: tuple[str, ...] = ()
    replies: tuple[ReplyRow, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Changes with anything that matters. Themes and places count by their ids, whatever word was used."""
        text = json.dumps([VERSION, asdict(self)], ensure_ascii=False, sort_keys=True, default=str)
        return sha256(text.encode()).hexdigest()[:32]


def row_of(data: dict[str, Any], own: Iterable[str] = ()) -> tuple[Row, list[str]]:
    """The row, and the fields that nobody reads. `own`: fields of the kind. Raises Invalid naming the field."""
    own = set(own)
    known = OURS | own | {name for names in NAMES.values() for name in names}
    codes, unknown = _themes(_listed(_first(data, "themes"), "themes"))
    summary, body = _text(data, "summary"), _body(data)
    row = Row(
        id=_identity(data.get("id")),
        title=_needed(data, "title"),
        body=body or summary,
        summary=_short(summary, cut=not body),
        author=_text(data, "author"),
        created_at=past_of(data.get("created_at"), "created_at"),
        themes=codes,
        tags=(*_listed(data.get("tags"), "tags"), *unknown),
        territories=_places(_listed(_first(data, "territories"), "territories")),
        countries=_listed(data.get("countries"), "countries"),
        lang=str(data.get("lang") or "fr")[:5],
        origin=_sources(_first(data, "origin")) if "source" not in own else "",
        is_example=bool(_first(data, "is_example")),
        links=_listed(_first(data, "links"), "related"),
        replies=tuple(_replies(data.get("replies") or [])),
        more={name: data[name] for name in sorted(own) if data.get(name) not in (None, "")},
    )
    if not row.body:
        raise Invalid(_("“%(name)s” is missing.", name="body"))
    return row, sorted(set(data) - known)


def _first(data: dict[str, Any], name: str) -> Any:
    return next((data[each] for each in NAMES[name] if data.get(each) not in (None, "", [])), None)


def _body(data: dict[str, Any]) -> str:
    return next((text for name in NAMES["body"] if (text := _text(data, name))), "")


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise Invalid(_("“%(name)s” must be a text.", name=name))
    return str(value).replace("\x00", "").strip()


def _short(summary: str, *, cut: bool) -> str:
    """At most 500 characters. One that is also the text may be cut: it stands there whole."""
    if len(summary) > 500 and not cut:
        raise Invalid(_("“%(name)s” is too long.", name="summary"))
    return excerpt(summary, 490) if len(summary) > 500 else summary


def _needed(data: dict[str, Any], name: str) -> str:
    if text := _text(data, name):
        return text
    raise Invalid(_("“%(name)s” is missing.", name=name))


def _identity(value: Any) -> str:
    found = _needed({"id": value}, "id")
    if len(found) > 120:
        raise Invalid(_("“%(name)s” is too long.", name="id"))
    return found


def _listed(value: Any, name: str) -> tuple[str, ...]:
    """A list of words, or one word; words separated by semicolons too, as spreadsheets write them."""
    if value in (None, ""):
        return ()
    if isinstance(value, str):
        value = value.split(";")
    if not isinstance(value, list) or not all(isinstance(each, str | int) for each in value):
        raise Invalid(_("“%(name)s” must be a list of words.", name=name))
    return tuple(dict.fromkeys(word for each in value if (word := str(each).replace("\x00", "").strip())))


def _themes(words: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Themes by code or label; other words are kept as tags, so that nothing is lost."""
    known = {word.lower(): row.id for row in themes().values() for word in (row.code, *row.labels) if word}
    found = tuple(dict.fromkeys(known[word.lower()] for word in words if word.lower() in known))
    return found, tuple(word for word in words if word.lower() not in known)


def _places(words: tuple[str, ...]) -> tuple[int, ...]:
    """Territories by code, slug or name, in their order: the first is the seat."""
    nodes = {word: tree().find(word) for word in words}
    if unknown := [word for word, node in nodes.items() if node is None]:
        raise Invalid(_("Unknown territory: %(name)s.", name=", ".join(unknown)))
    return tuple(dict.fromkeys(node.id for node in nodes.values() if node))


def _sources(value: Any) -> str:
    text = " ; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return text.replace("\x00", "")[:300]


def moment_of(value: Any, name: str) -> datetime | None:
    """ISO 8601; without a zone it is the time of Paris, without an hour it is noon there."""
    if value in (None, ""):
        return None
    try:
        text = str(value)
        if len(text) == 10:
            day = date.fromisoformat(text)
            return _in_our_time(datetime.combine(day, datetime.min.time().replace(hour=12), PARIS), value, name)
        moment = datetime.fromisoformat(text)
    except ValueError as problem:
        raise Invalid(_("“%(name)s” is not a date: %(value)s.", name=name, value=value)) from problem
    return _in_our_time(moment if moment.tzinfo else moment.replace(tzinfo=PARIS), value, name)


def past_of(value: Any, name: str) -> datetime | None:
    """When something was written: not in days to come (a day is left for clocks that differ)."""
    moment = moment_of(value, name)
    if moment and moment > clock.now() + timedelta(days=1):
        raise Invalid(_("“%(name)s” lies in the future: %(value)s.", name=name, value=value))
    return moment


def _in_our_time(moment: datetime, value: Any, name: str) -> datetime:
    """Years that a calendar of ours can hold: others are slips, and hours cannot be counted at their edges."""
    if not 1900 <= moment.year <= 2200:
        raise Invalid(_("“%(name)s” is not a date: %(value)s.", name=name, value=value))
    return moment


def day_of(value: Any, name: str) -> date | None:
    """A day of a kind's own field."""
    moment = moment_of(value, name)
    return moment.astimezone(PARIS).date() if moment else None


def _replies(rows: Any) -> Iterable[ReplyRow]:
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise Invalid(_("“%(name)s” must be a list of objects.", name="replies"))
    for place, data in enumerate(rows, 1):
        body = _body(data)
        if not body:
            raise Invalid(_("Reply %(n)s has no text.", n=place))
        moment = past_of(data.get("created_at"), "created_at")
        number = str(data.get("id") or f"reply-{place}")[:120]
        yield ReplyRow(number, _text(data, "author"), body, moment, bool(data.get("accepted")))
