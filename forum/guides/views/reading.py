"""The list of guides, one guide with its contents, and the whole of it to read or to print."""

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.guides import queries
from forum.guides.papers.formats import FORMATS
from forum.guides.policy import may_arrange
from forum.guides.views.ground import address, bp, guide_or_404
from forum.guides.whole import sheet_html
from forum.items.listing import without
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.answers import page
from forum.web.feeds import Entry, atom


@bp.get("/")
def index() -> Response:
    """All guides, or those of a space."""
    slug = request.args.get("space", "")
    space = (known(slug, actor()) or abort(404)) if slug else None
    found = queries.guides(actor(), space_id=space.id if space else None, key=request.args.get("cursor", ""))
    if request.args.get("format") == "atom":
        entries = [Entry(row.title, row.url, row.space_name, _escaped(row.summary), row.changed_at, row.changed_at)
                   for row in found.rows]  # fmt: skip
        return atom(_("Guides"), f"/guides/?space={slug}" if slug else "/guides/", entries)
    may_make = actor().is_someone and (actor().is_admin or bool(actor().moderates | actor().curates))
    next_url = without(cursor=found.next) if found.next else None
    return page("guides/list.html", guides=found.rows, space=space, may_make=may_make, next_url=next_url)


def _escaped(text: str) -> str:
    return "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>"


@bp.get("/<int:guide_id>-<slug>")
@bp.get("/<int:guide_id>")
def show(guide_id: int, slug: str | None = None) -> BaseResponse:
    """One guide: its contents. As Atom: its sheets, the last changed first."""
    guide = guide_or_404(guide_id)
    if slug != guide.slug:
        return redirect(address(guide), 301)
    if request.args.get("format") == "atom":
        found = queries.texts_of(guide.id, actor()).sheets.values()
        entries = [Entry(each.title, each.url, each.author, each.html, each.created_at, each.edited_at or
                         each.created_at) for each in found]  # fmt: skip
        return atom(guide.title, address(guide), sorted(entries, key=lambda entry: entry.updated, reverse=True))
    lines, row = queries.contents(guide.id, actor()), queries.row_of(guide, actor())
    return page("guides/show.html", guide=row, lines=lines, formats=FORMATS,
                may_arrange=may_arrange(actor(), guide))  # fmt: skip


@bp.get("/<int:guide_id>-<slug>/whole")
def whole(guide_id: int, slug: str) -> BaseResponse:
    """All its sheets on one page, one after the other: to read, to search in, to print."""
    guide = guide_or_404(guide_id)
    if slug != guide.slug:
        return redirect(f"{address(guide)}/whole", 301)
    found, row = queries.texts_of(guide.id, actor()), queries.row_of(guide, actor())
    inside = frozenset(found.sheets)
    depths = {line.item_id: line.depth for line in found.lines}
    texts = {each.id: sheet_html(each.id, each.html, inside, lower=depths[each.id]) for each in found.sheets.values()}
    return page("guides/whole.html", guide=row, lines=found.lines, sheets=found.sheets, texts=texts)
