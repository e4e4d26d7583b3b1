"""Taking a sheet or a guide away: PDF, ODT, DOCX, EPUB, Markdown with its files."""

from io import BytesIO

from flask import Blueprint, abort, send_file
from werkzeug.wrappers import Response as BaseResponse

from forum.guides import queries
from forum.guides.models import KINDS
from forum.guides.papers import markdown, paper
from forum.guides.papers.formats import BY_CODE
from forum.guides.papers.making import made
from forum.guides.views.ground import bp, guide_or_404
from forum.items.queries.heads import Head, head
from forum.web.actor import actor
from forum.web.limits import spend

papers = Blueprint("papers", __name__, url_prefix="/papers")


@papers.get("/<int:item_id>.<format_>")
def sheet(item_id: int, format_: str) -> BaseResponse:
    """One sheet, to whoever may read it."""
    found: Head = head(item_id, actor()) or abort(404)
    if format_ not in BY_CODE or found.kind not in KINDS:
        abort(404)
    _spend()
    if format_ == "zip":
        return _sent(markdown.of_sheets([item_id], actor()), format_, found.slug)
    return _sent(made(paper.of_sheet(item_id, actor()) or abort(404), format_), format_, found.slug)


@bp.get("/<int:guide_id>-<slug>/guide.<format_>")
def take(guide_id: int, slug: str, format_: str) -> BaseResponse:
    """The whole guide, as far as the reader may read its sheets."""
    guide = guide_or_404(guide_id)
    if format_ not in BY_CODE:
        abort(404)
    _spend()
    row = queries.row_of(guide, actor())
    if format_ == "zip":
        return _sent(markdown.of_guide(row, actor()), format_, guide.slug)
    return _sent(made(paper.of_guide(row, actor()), format_), format_, guide.slug)


def _spend() -> None:
    """A paper costs seconds: enough for people, not for robots that collect them all."""
    who = actor()
    spend("papers", "40 per hour", *((who.id,) if who.is_someone else ()))


def _sent(content: bytes, format_: str, slug: str) -> BaseResponse:
    kind = BY_CODE[format_]
    answer = send_file(BytesIO(content), kind.media_type, as_attachment=True, download_name=f"{slug}.{format_}")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.vary.update(("Cookie", "Accept-Language"))
    return answer
