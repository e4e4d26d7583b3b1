"""Suggestions, as JSON: reading needs no token where the page is public."""

from typing import Any

from flask import Blueprint, Response, abort, request

from forum.documents import suggestions
from forum.documents.queries import readable
from forum.documents.suggestions import SuggestionRow
from forum.web.actor import actor
from forum.web.api import describes, limit, listed

bp = Blueprint("documents_api", __name__, url_prefix="/api/v1/documents")
FIELDS = {
    "id": {"type": "integer"}, "document": {"type": "integer"}, "state": {"enum": list(suggestions.STATES)},
    "why": {"type": "string"}, "author": {"type": "string"}, "at": {"type": "string", "format": "date-time"},
    "version": {"type": "integer", "description": "of the document, from which it began"},
    "revision": {"type": ["integer", "null"], "description": "the version that accepting it made"},
    "taken": {"type": "integer"}, "offered": {"type": "integer"}, "answer": {"type": "string"},
    "remarks": {"type": "integer"}, "url": {"type": "string"},
}  # fmt: skip
ONE = {
    "type": "object",
    "properties": {
        **FIELDS,
        "source": {"type": "string"},
        "changes": {"type": "array"},
        "title": {"type": ["string", "null"]},
        "sources": {"type": ["array", "null"]},
    },
}
MANY = {"type": "object", "properties": {"results": {"type": "array", "items": {"type": "object", "properties": FIELDS}},
                                         "next": {"type": ["string", "null"]}}}  # fmt: skip


def _as_json(row: SuggestionRow) -> dict[str, Any]:
    return {
        "id": row.id, "document": row.document_id, "state": row.state, "why": row.why, "author": row.author_handle,
        "at": row.at.isoformat(), "version": row.version, "revision": row.revision, "taken": row.taken,
        "offered": row.offered, "answer": row.answer, "remarks": row.remarks, "url": row.url,
    }  # fmt: skip


@bp.get("/<int:document_id>/suggestions")
@describes(
    method="get", path="/api/v1/documents/{id}/suggestions", summary="Changes proposed to a document, newest first",
    query={"state": {"type": "string", "enum": ["all", *suggestions.STATES]}, "limit": {"type": "integer"},
           "cursor": {"type": "string"}}, answer=MANY,
)  # fmt: skip
def of_document(document_id: int) -> Response:
    """Those that wait, or of one state."""
    document = readable(document_id, actor()) or abort(404)
    found = suggestions.listed(actor(), document_id=document.id, state=request.args.get("state", ""), limit=limit(),
                               key=request.args.get("cursor", ""))  # fmt: skip
    return listed([_as_json(row) for row in found.rows], found.next)


@bp.get("/<int:document_id>/suggestions/<int:suggestion_id>")
@describes(
    method="get", path="/api/v1/documents/{id}/suggestions/{suggestion}", answer=ONE,
    summary="One proposed change, with the passages that it would change now",
)  # fmt: skip
def one(document_id: int, suggestion_id: int) -> dict[str, Any]:
    """Its text and each passage."""
    document = readable(document_id, actor()) or abort(404)
    found = suggestions.suggestion(document_id, suggestion_id, actor()) or abort(404)
    row = suggestions.row_of(found.id, actor()) or abort(404)
    changes = suggestions.review_of(document, found).changes if row.waits else suggestions.as_it_was(document, found)
    told = [{"place": each.place, "under": each.under, "is_clash": each.clash is not None, "html": str(each.difference)}
            for each in changes]  # fmt: skip
    return {**_as_json(row), "source": found.source, "title": found.title, "sources": found.sources, "changes": told}
