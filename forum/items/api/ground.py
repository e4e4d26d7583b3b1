"""How items and messages look as JSON, and how filters of the address are understood."""

from datetime import date, datetime
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.items.kinds import PLURALS, kind
from forum.items.queries.heads import Head, Labels, head
from forum.items.queries.lists import Filter, ItemRow, tag_known
from forum.items.queries.moved import new_item
from forum.items.queries.replies import ReplyRow
from forum.spaces.queries import known
from forum.territories.queries import theme, tree
from forum.web.actor import actor

bp = Blueprint("items_api", __name__, url_prefix="/api/v1/items")

WORD, NUMBER = {"type": "string"}, {"type": "integer"}
MAYBE = {"type": ["string", "null"]}
WORDS = {"type": "array", "items": WORD}
CURSOR = {"limit": {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "cursor": WORD}
ITEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": NUMBER, "kind": {"enum": list(PLURALS)}, "title": WORD, "url": WORD, "summary": WORD, "state": WORD,
        "space": WORD, "author": WORD, "author_name": WORD, "organisation": MAYBE, "territory": MAYBE,
        "replies": NUMBER, "created_at": {"type": "string", "format": "date-time"},
        "active_at": {"type": "string", "format": "date-time"}, "is_example": {"type": "boolean"},
        "facts": {"type": "object"},
    },
}  # fmt: skip
FILES = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": NUMBER, "url": WORD, "name": WORD, "type": WORD, "size": NUMBER, "alt": WORD,
            "width": {"type": ["integer", "null"]}, "height": {"type": ["integer", "null"]},
        },
    },
}  # fmt: skip
WHOLE_ITEM = {
    "type": "object",
    "properties": {
        **ITEM["properties"], "body": WORD, "body_html": WORD, "themes": WORDS, "tags": WORDS, "territories": WORDS,
        "version": NUMBER, "external_id": MAYBE, "is_closed": {"type": "boolean"}, "files": FILES,
    },
}  # fmt: skip
POST = {
    "type": "object",
    "properties": {
        "id": NUMBER, "number": NUMBER, "author": WORD, "author_name": WORD, "organisation": MAYBE, "body": WORD,
        "body_html": WORD, "created_at": {"type": "string", "format": "date-time"}, "edited_at": MAYBE,
        "reply_to": {"type": ["integer", "null"]}, "state": WORD, "url": WORD, "files": FILES,
    },
}  # fmt: skip


def listing(of: dict[str, Any]) -> dict[str, Any]:
    """The schema of a list."""
    return {
        "type": "object",
        "required": ["results", "next"],
        "properties": {"results": {"type": "array", "items": of}, "next": MAYBE},
    }


def plain(value: Any) -> Any:
    """Dates as ISO 8601, whatever holds them."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def _code(territory_id: int | None) -> str | None:
    node = tree().nodes.get(territory_id or 0)
    return node.code if node else None


def row_of(row: ItemRow) -> dict[str, Any]:
    """An item in a list."""
    return {
        "id": row.id, "kind": row.kind, "title": row.title, "url": row.url, "summary": row.summary,
        "state": row.state, "space": row.space_slug, "author": row.author_handle, "author_name": row.author,
        "organisation": row.organisation_name, "territory": _code(row.territory_id), "replies": row.replies,
        "created_at": plain(row.created_at), "active_at": plain(row.active_at), "is_example": row.is_example,
        "facts": plain(row.facts),
    }  # fmt: skip


def whole(found: Head, labels: Labels) -> dict[str, Any]:
    """An item with its text. One query, for what its kind adds; with ?territory=, as it is there."""
    known, place = kind(found.kind).facts([found.id]), tree().find(request.args.get("territory"))
    if place and (there := kind(found.kind).there):
        there(known, place.id)
    facts = known.get(found.id, {})
    return {
        "id": found.id, "kind": found.kind, "title": found.title, "url": found.url, "summary": found.summary,
        "state": str(facts.get("state", "")) if found.state == "public" else found.state, "space": found.space_slug,
        "author": found.author_handle, "author_name": found.author_name, "organisation": found.organisation_name,
        "territory": _code(found.territory_id), "replies": found.replies, "created_at": plain(found.created_at),
        "active_at": plain(found.active_at), "is_example": found.is_example, "facts": plain(facts),
        "body": found.source, "body_html": found.html, "themes": [theme.code for theme in labels.themes],
        "tags": [label for _slug, label in labels.tags], "territories": [node.code for node in labels.territories],
        "version": found.version, "external_id": found.external_id, "is_closed": found.is_closed,
        "files": [row.as_json() for row in found.files],
    }  # fmt: skip


def post_of(row: ReplyRow, url: str) -> dict[str, Any]:
    """A message under an item."""
    return {
        "id": row.id, "number": row.number, "author": row.author, "author_name": row.author_name,
        "organisation": row.organisation, "body": row.source, "body_html": row.html,
        "created_at": plain(row.created_at), "edited_at": plain(row.edited_at), "reply_to": row.reply_to,
        "state": row.state, "url": f"{url}?post={row.number}#post-{row.number}",
        "files": [file.as_json() for file in row.files],
    }  # fmt: skip


def head_or_404(item_id: int) -> Head:
    """The item as the asker may see it. One query. What became a part of another leads there, for ever."""
    found = head(item_id, actor())
    if found and found.state != "merged":
        return found
    moved = new_item(item_id, actor()) if request.method == "GET" else None
    if moved is None or not request.view_args:
        return abort(404)
    values = {**request.view_args, **request.args.to_dict(), "item_id": moved}
    return abort(redirect(url_for(str(request.endpoint), **values), 301))


def filter_asked() -> Filter:
    """kind, space, territory, theme, tag of the address. A word that nobody knows is refused, not dropped:
    a script must not take everything for what it asked. Two queries at most."""
    args = request.args
    found: dict[str, Any] = {
        "kind": args.get("kind") if args.get("kind") in PLURALS else None,
        "space": known(args["space"], actor()) if args.get("space") else None,
        "territory": tree().find(args.get("territory")),
        "theme": theme(args.get("theme")),
        "tag": tag_known(args["tag"], actor()) if args.get("tag") else None,
    }
    wrong = {name: _("Unknown: %(name)s.", name=args[name]) for name in found if args.get(name) and not found[name]}
    if wrong:
        raise Invalid(fields=wrong)
    return Filter(
        kinds=(found["kind"],) if found["kind"] else (),
        space_id=found["space"].id if found["space"] else None,
        territory_id=found["territory"].id if found["territory"] else None,
        theme_ids=(found["theme"].id,) if found["theme"] else (),
        tag_id=found["tag"].id if found["tag"] else None,
    )
