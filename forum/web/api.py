"""The ground of the JSON API: scopes, lists with a cursor, bodies, and what the OpenAPI page is made of."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, jsonify, request

from forum.core.errors import Forbidden, Invalid, NotSignedIn
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.web.actor import actor


@dataclass(frozen=True, slots=True)
class Operation:
    """One described operation of the API, as the OpenAPI document tells it."""

    method: str
    path: str  # /api/v1/items/{id}
    summary: str
    answer: dict[str, Any]  # JSON Schema of the answer
    query: dict[str, dict[str, Any]] = field(default_factory=dict)  # name -> JSON Schema
    body: dict[str, Any] | None = None
    content: str = "application/json"  # how the body is sent
    scope: str = ""
    status: int = 200
    is_repeatable: bool = False  # takes an Idempotency-Key


_operations: list[Operation] = []


def describes(**values: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Describe the view below for the OpenAPI document. See `Operation` for the fields."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        _operations.append(Operation(**values))
        return view

    return register


def operations() -> list[Operation]:
    """What the rooms have described."""
    return list(_operations)


def writer() -> Actor:
    """The actor of a writing request: a token with the scope `write` (a browser session does not count here)."""
    found = actor()
    if not found.is_someone or found.scopes is None:
        raise NotSignedIn(_("Give a bearer token with the scope “write”."))
    if "write" not in found.scopes:
        raise Forbidden(_("This token may only read."))
    return found


def body() -> dict[str, Any]:
    """The JSON object of the request."""
    request.get_data()  # first, so that a body that is too large is told as such
    try:
        found = request.get_json(silent=True)
        if isinstance(found, dict):
            json.dumps(found, ensure_ascii=False).encode()
            return found
    except (RecursionError, UnicodeEncodeError) as problem:  # too deep; halves of characters
        raise Invalid(_("Send a JSON object.")) from problem
    raise Invalid(_("Send a JSON object."))


SHAPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "number": (int,),
    "flag": (bool,),
    "words": (list,),
    "object": (dict,),
}


def picked(given: dict[str, Any], **shapes: str) -> dict[str, Any]:
    """The fields of these shapes (text, number, flag, words, object) that were given, and no others.

    Raises Invalid naming each that has another shape.
    """
    found = {name: given[name] for name in shapes if given.get(name) is not None}
    wrong = {name: _("This must be: %(shape)s.", shape=shapes[name]) for name, value in found.items()
             if not _has_shape(value, shapes[name])}  # fmt: skip
    if wrong:
        raise Invalid(fields=wrong)
    return found


def _has_shape(value: Any, shape: str) -> bool:
    if isinstance(value, bool) and shape == "number":
        return False
    if isinstance(value, list):
        return shape == "words" and all(isinstance(each, str) for each in value)
    return isinstance(value, SHAPES[shape])


def limit(most: int = 100, usual: int = 20) -> int:
    """`limit=` between 1 and `most`."""
    value = request.args.get("limit", usual, type=int)
    return max(1, min(most, value))


def here() -> str:
    """The public address of this request, whatever the Host header says."""
    return str(current_app.extensions["settings"].base_url) + request.path


def listed(results: Iterable[dict[str, Any]], next_key: str | None) -> Response:
    """The envelope of all lists: results, and the address of the next page or null."""
    address = None
    if next_key:
        address = here() + "?" + urlencode({**request.args.to_dict(), "cursor": next_key})
    return jsonify({"results": list(results), "next": address})
