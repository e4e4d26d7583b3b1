"""Publishing and replying with a bearer token."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from flask import Response, abort, jsonify, request
from sqlalchemy.exc import IntegrityError

from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items.api.ground import MAYBE, NUMBER, WORD, WORDS, bp
from forum.items.commands.once import once
from forum.items.commands.reply import reply
from forum.items.kinds import PLURALS, kind, path, path_of
from forum.items.queries.heads import message, readable
from forum.people.queries import organisation
from forum.spaces.queries import known
from forum.territories.queries import theme, tree
from forum.web.api import body, describes, writer
from forum.web.limits import spend

MADE = {
    "type": "object",
    "required": ["id", "url"],
    "properties": {"id": NUMBER, "number": NUMBER, "url": WORD, "state": WORD},
}
IDS = {"type": "array", "items": NUMBER, "maxItems": 10}
NEW_ITEM = {
    "type": "object",
    "required": ["space", "title", "body"],
    "properties": {
        "kind": {"enum": list(PLURALS), "default": "thread"}, "space": WORD, "title": WORD, "body": WORD,
        "themes": WORDS, "tags": WORDS, "territory": WORD, "territories": WORDS, "organisation": MAYBE, "files": IDS,
    },
}  # fmt: skip
NEW_POST = {
    "type": "object",
    "required": ["body"],
    "properties": {"body": WORD, "reply_to": {"type": ["integer", "null"]}, "organisation": MAYBE, "files": IDS},
}
COMMON = set(NEW_ITEM["properties"])  # type: ignore[arg-type]


@bp.post("")
@describes(
    method="post", path="/api/v1/items", summary="Publish; each kind takes its own fields beside the common ones",
    scope="write", body=NEW_ITEM, answer=MADE, status=201, is_repeatable=True,
)  # fmt: skip
def create() -> Response:
    """A new item of any kind."""
    who, given = _writer(), body()
    wanted = _text(given, "kind") or "thread"
    if wanted not in PLURALS:
        raise Invalid(fields={"kind": _("Unknown: %(name)s.", name=wanted)})
    space = known(_text(given, "space"), who)
    if space is None:
        raise Invalid(fields={"space": _("Unknown: %(name)s.", name=given.get("space") or "")})
    common, more = _common(given), {name: value for name, value in given.items() if name not in COMMON}

    def publish() -> dict[str, Any]:
        item = kind(wanted).create(who, space, common, more)
        return {"id": item.id, "kind": wanted, "url": path(item), "state": item.state}

    return _carried_out(who, publish)


@bp.post("/<int:item_id>/posts")
@describes(
    method="post", path="/api/v1/items/{id}/posts", summary="Reply", scope="write", body=NEW_POST, answer=MADE,
    status=201, is_repeatable=True,
)  # fmt: skip
def create_post(item_id: int) -> Response:
    """A new reply."""
    who, given = _writer(), body()
    item = readable(item_id, who) or abort(404)
    answers = given.get("reply_to")
    if answers is not None and (not isinstance(answers, int) or isinstance(answers, bool)):
        raise Invalid(fields={"reply_to": _("Give the number of a message.")})
    if answers is not None and message(item, answers, who) is None:
        raise Invalid(fields={"reply_to": _("Give the number of a message.")})
    organisation_id, source, files = _organisation(given), _text(given, "body"), _files(given)

    def send() -> dict[str, Any]:
        post = reply(who, item, source, reply_to=answers, organisation_id=organisation_id, files=files)
        url = path_of(item.kind, item.id, item.slug, post.number)
        return {"id": post.id, "number": post.number, "url": url, "state": post.state}

    return _carried_out(who, send)


def _writer() -> Actor:
    """Who writes; a newcomer's script is slow, and nobody's runs away."""
    who = writer()
    spend("api", "30 per minute" if who.is_newcomer else "20000 per minute", who.id)
    return who


def _carried_out(who: Actor, do: Callable[[], dict[str, Any]]) -> Response:
    """201 with the answer; the same answer again for the same Idempotency-Key."""
    try:
        answer, again = _once(who, do)
    except IntegrityError:  # the same key came twice at once: the other request was quicker
        answer, again = _once(who, do)
    made = jsonify(answer)
    made.status_code = 201
    made.headers["Location"] = answer["url"]
    if again:
        made.headers["Idempotency-Replayed"] = "true"
    return made


def _once(who: Actor, do: Callable[[], dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    try:
        with transaction():
            return once(who, request.headers.get("Idempotency-Key", "").strip(), _digest(), do)
    except Invalid as problem:
        if "source" in problem.fields:  # what commands call the source is the body here
            problem.fields["body"] = problem.fields.pop("source")
        raise


def _digest() -> str:
    return sha256(f"{request.method} {request.path}\n".encode() + request.get_data()).hexdigest()


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise Invalid(fields={name: _("This must be a text.")})
    return (value or "").replace("\x00", "")


def _words(given: dict[str, Any], name: str) -> list[str]:
    value = given.get(name)
    value = [value] if isinstance(value, str) else value or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Invalid(fields={name: _("This must be a list of words.")})
    return [each.replace("\x00", "").strip() for each in value if each.strip()]


def _common(given: dict[str, Any]) -> dict[str, Any]:
    """What all kinds take, as commands take it."""
    wrong = {}
    places = {word: tree().find(word) for word in (*_words(given, "territory"), *_words(given, "territories"))}
    subjects = {word: theme(word) for word in _words(given, "themes")}
    if unknown := [word for word, node in places.items() if node is None]:
        wrong["territories"] = _("Unknown: %(name)s.", name=", ".join(unknown))
    if unknown := [word for word, row in subjects.items() if row is None]:
        wrong["themes"] = _("Unknown: %(name)s.", name=", ".join(unknown))
    if wrong:
        raise Invalid(fields=wrong)
    return {
        "title": _text(given, "title"),
        "source": _text(given, "body"),
        "territories": [node.id for node in places.values() if node],
        "themes": [row.id for row in subjects.values() if row],
        "tags": _words(given, "tags"),
        "organisation_id": _organisation(given),
        "files": _files(given),
    }


def _files(given: dict[str, Any]) -> list[int]:
    """Ids of files that were sent before."""
    value = given.get("files") or []
    if not isinstance(value, list) or not all(isinstance(each, int) and not isinstance(each, bool) for each in value):
        raise Invalid(fields={"files": _("This must be a list of numbers: the ids of files sent before.")})
    return value


def _organisation(given: dict[str, Any]) -> int | None:
    slug = _text(given, "organisation")
    if not slug:
        return None
    found = organisation(slug)
    if found is None:
        raise Invalid(fields={"organisation": _("Unknown: %(name)s.", name=slug)})
    return found.id
