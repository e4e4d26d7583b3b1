"""Search as JSON."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.search import queries
from forum.search.asking import FILTERS, Asked
from forum.search.queries import Result
from forum.web.actor import actor
from forum.web.api import describes, here, limit
from forum.web.limits import spend

bp = Blueprint("search_api", __name__, url_prefix="/api/v1/search")
WORD = {"type": "string"}
RESULT = {
    "type": "object",
    "properties": {
        "total": {"type": "integer"},
        "results": {"type": "array", "items": {"type": "object"}},
        "facets": {"type": "object"},
        "suggestion": {"type": ["string", "null"]},
        "next": {"type": ["string", "null"]},
    },
}


@bp.get("")
@describes(
    method="get", path="/api/v1/search", summary="Search everything that the asker may read",
    query={name: WORD for name in ("q", *FILTERS, "sort")}
    | {"limit": {"type": "integer", "maximum": 100}, "offset": {"type": "integer", "maximum": 1000}},
    answer=RESULT,
)  # fmt: skip
def search() -> Response:
    """The same query object as the page."""
    spend("search", "600 per minute", actor().id or request.remote_addr)
    offset = max(0, min(request.args.get("offset", 0, type=int), 1000))
    wanted = Asked.of(request.args)
    # A word that nobody knows is refused, not dropped: a script must not take everything for what it asked.
    wrong = {name: _("Unknown: %(name)s.", name=request.args[name]) for name in FILTERS
             if request.args.get(name) and not getattr(wanted, name)}  # fmt: skip
    if wanted.problems:
        wrong["q"] = " ".join(wanted.problems)
    if wrong:
        raise Invalid(fields=wrong)
    found = queries.search(wanted, actor(), limit=limit(), offset=offset)
    following = None
    if found.next is not None and found.next <= 1000:
        following = here() + "?" + urlencode({**request.args.to_dict(), "offset": found.next})
    facets = {name: [{"value": code, "label": label, "count": count} for code, label, count in rows]
              for name, rows in found.facets.items()}  # fmt: skip
    return jsonify(
        {
            "total": found.total,
            "results": [_row(result) for result in found.results],
            "facets": facets,
            "suggestion": found.suggestion,
            "next": following,
        }  # fmt: skip
    )


def _row(result: Result) -> dict[str, Any]:
    row, hit = result.row, result.hit
    return {
        "id": row.id, "external_id": hit.external_id or None, "kind": row.kind, "title": row.title, "url": result.url,
        "number": hit.number, "excerpt": hit.excerpt_html, "score": hit.score, "space": row.space_slug,
        "state": row.state, "date": row.active_at.isoformat(),
    }  # fmt: skip
