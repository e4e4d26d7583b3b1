"""The OpenAPI document, made of what the rooms say of their operations."""

import re
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify

from forum import __version__
from forum.web.api import Operation, operations

bp = Blueprint("openapi", __name__)
PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "description": "field: what is wrong with it"},
    },
}
REFUSED = {
    "description": "Refused, with the reason",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "maxLength": 120},
    "description": "The same request under the same key is carried out once and answered the same,"
    " with the header Idempotency-Replayed: true. Keys are kept for a day.",
}
NOTE = (
    "Reading needs no token where the content is public. Writing needs a bearer token with the scope write:"
    " `forum token create --user HANDLE --scope read,write`. Lists answer `results` and the address of the `next`"
    " page, or null. Errors are problem details (RFC 9457)."
)


@bp.get("/api/v1/openapi.json")
def show() -> Response:
    """The document."""
    return jsonify(document())


def document() -> dict[str, Any]:
    """OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in sorted(operations(), key=lambda each: (each.path, each.method)):
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Palabre",
            "version": __version__,
            "description": NOTE,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": current_app.extensions["settings"].base_url}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _described(operation: Operation) -> dict[str, Any]:
    named = re.findall(r"{(\w+)}", operation.path)
    parameters = [{"name": name, "in": "path", "required": True, "schema": _of_path(name)} for name in named]
    parameters += [{"name": name, "in": "query", "schema": schema} for name, schema in operation.query.items()]
    if operation.is_repeatable:
        parameters.append(KEY)
    found: dict[str, Any] = {
        "operationId": _identity(operation),
        "summary": operation.summary,
        "tags": [operation.path.split("/")[3]],
        "security": [{"token": []}] if operation.scope else [{}, {"token": []}],
        "responses": {
            str(operation.status): {
                "description": "Done" if operation.scope else "Found",
                "content": {"application/json": {"schema": operation.answer}},
            },
            "default": REFUSED,
        },
    }
    if parameters:
        found["parameters"] = parameters
    if operation.body:
        found["requestBody"] = {"required": True, "content": {operation.content: {"schema": operation.body}}}
    return found


def _of_path(name: str) -> dict[str, str]:
    return {"type": "string"} if name in ("slug", "code", "handle") else {"type": "integer"}


def _identity(operation: Operation) -> str:
    words = [re.sub(r"\W", "", part) for part in operation.path.split("/")[3:]]
    return "_".join([operation.method, *words])


def setup(app: Flask) -> None:
    """The route."""
    app.register_blueprint(bp)
