"""Proposing a change, reading suggestions and one of them, talking about it."""

from typing import Any

from flask import Response, abort, request
from markupsafe import escape
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.documents import suggesting, suggestions
from forum.documents.around_text import around_then, sources_now
from forum.documents.forms import SuggestForm, WordsForm, lines_of
from forum.documents.labels import suggestion_states
from forum.documents.models import Document, Suggestion
from forum.documents.views.ground import bp, document_or_404
from forum.items.commands.watch import drop_draft
from forum.items.listing import without
from forum.items.queries.heads import head
from forum.items.sending import answered_once, resumed
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.feeds import Entry, atom
from forum.web.limits import spend


def suggestion_or_404(item_id: int, suggestion_id: int) -> Suggestion:
    """A suggestion about a document that the reader may see."""
    return suggestions.suggestion(item_id, suggestion_id, actor()) or abort(404)


@bp.route("/<int:item_id>/suggestions/new", methods=["GET", "POST"])
def suggest(item_id: int) -> BaseResponse:
    """The whole text in the composer; the page stays as it is until somebody accepts."""
    document, who = document_or_404(item_id), signed_in()
    require(who, "suggest", document)
    place = f"suggest/{item_id}"
    start = {"source": document.source, "title": document.title, "sources": "\n".join(document.sources or [])}
    form = SuggestForm(data={**start, "version": document.version, **resumed(who, place)})
    if form.validate_on_submit():
        spend("suggest", "20 per hour", who.id)
        if made := _sent_once(document, form):
            return done(_("Thank you. Those who keep the page read it; you will be told."),
                        to=f"/documents/{item_id}/suggestions/{made}")  # fmt: skip
    waiting = suggestions.listed(who, document_id=item_id, limit=5).rows
    return page("documents/suggest.html", refused(form), item=head(item_id, who), form=form, waiting=waiting,
                place=place)  # fmt: skip


def _around(form: SuggestForm) -> dict[str, Any]:
    """Title and sources, where the form brought them: programs may send the text alone."""
    return {
        "title": form.title.data if "title" in request.form else None,
        "sources": lines_of(form.sources.data) if "sources" in request.form else None,
    }


def _sent_once(document: Document, form: SuggestForm) -> int | None:
    """The id of what was suggested, or suggested when this form came first."""
    who = actor()

    def first() -> dict[str, int]:
        made = suggesting.suggest(who, document, source=form.source.data or "", why=form.why.data or "",
                                  version=form.began, **_around(form))  # fmt: skip
        drop_draft(who.id, f"suggest/{document.id}")
        return {"suggestion": made.id}

    answered = answered_once(form, who, first)
    return int(answered[0]["suggestion"]) if answered else None


@bp.get("/<int:item_id>/suggestions")
def of_page(item_id: int) -> Response:
    """All suggestions about one page."""
    document = document_or_404(item_id)
    state = request.args.get("state", "")
    found = suggestions.listed(actor(), document_id=item_id, state=state, key=request.args.get("cursor", ""))
    return page(
        "documents/suggestions.html", item=head(item_id, actor()), rows=found.rows, states=suggestion_states(),
        counts=suggestions.counted(item_id, actor()), state=state, base=f"/documents/{item_id}/suggestions",
        next_url=without(cursor=found.next) if found.next else None, may_suggest=can(actor(), "suggest", document),
    )  # fmt: skip


@bp.get("/suggestions")
def of_pages() -> Response:
    """Suggestions about many pages: of a space (`space=`), made by the reader or for them to settle (`mine=`)."""
    slug, mine = request.args.get("space", ""), request.args.get("mine", "")
    space = (known(slug, actor()) or abort(404)) if slug else None
    if mine:
        signed_in()
    state = request.args.get("state", "all" if mine == "made" else "")
    found = suggestions.listed(actor(), space_id=space.id if space else None, mine=mine, state=state,
                               key=request.args.get("cursor", ""))  # fmt: skip
    if request.args.get("format") == "atom":
        return _feed(found.rows)
    return page(
        "documents/suggestions.html", item=None, rows=found.rows, states=suggestion_states(), counts=None, state=state,
        base="/documents/suggestions", space=space, mine=mine, may_suggest=False,
        next_url=without(cursor=found.next) if found.next else None,
    )  # fmt: skip


def entries_of(rows: list[suggestions.SuggestionRow]) -> list[Entry]:
    """Which page, why, by whom, where it stands."""
    states = suggestion_states()
    return [
        Entry(f"{row.title}\u202f: {row.why}", row.url, row.author,
              escape(f"{states[row.state]} · {row.why}"), row.at, row.answered_at or row.at)
        for row in rows
    ]  # fmt: skip


def _feed(rows: list[suggestions.SuggestionRow]) -> Response:
    """The same list for readers of feeds; with a private address also what is the reader's own."""
    return atom(_("Suggestions"), "/documents/suggestions", entries_of(rows))


@bp.get("/<int:item_id>/suggestions/<int:suggestion_id>")
def suggestion(item_id: int, suggestion_id: int) -> Response:
    """What it would change now, and what is said about it."""
    return shown(document_or_404(item_id), suggestion_or_404(item_id, suggestion_id))


def shown(document: Document, found: Suggestion, form: WordsForm | None = None, deed: str = "") -> Response:
    """Its page; with `form`, what was refused of `deed` (ask, refuse, remark, accept)."""
    row = suggestions.row_of(found.id, actor()) or abort(404)
    review = suggestions.review_of(document, found) if row.waits else None
    return page(
        "documents/suggestion.html", 422 if form else 200, item=head(document.id, actor()), row=row, review=review,
        changes=review.changes if review else suggestions.as_it_was(document, found),
        around=review.around if review else around_then(document, found), states=suggestion_states(),
        may_settle=can(actor(), "settle suggestions", document), may_suggest=can(actor(), "suggest", document),
        remarks=suggestions.remarks_on(found.id), form=form or WordsForm(formdata=None), deed=deed,
        chosen=set(request.form.getlist("part", type=int)) if deed == "accept" else None,
        also=set(request.form.getlist("part")) if deed == "accept" else None,
    )  # fmt: skip


@bp.route("/<int:item_id>/suggestions/<int:suggestion_id>/text", methods=["GET", "POST"])
def text(item_id: int, suggestion_id: int) -> BaseResponse:
    """Its author writes it anew; somebody who keeps the page takes it with changes of their own."""
    document, found, who = document_or_404(item_id), suggestion_or_404(item_id, suggestion_id), signed_in()
    own = found.author_id == who.id
    require(who, "take back" if own else "settle suggestions", found if own else document)
    review = suggestions.review_of(document, found)
    start = {"source": review.text, "why": found.why, "version": document.version, "edition": found.edition,
             "title": found.title or document.title,
             "sources": "\n".join(sources_now(document, found) or document.sources or [])}  # fmt: skip
    form = SuggestForm(data=start)
    address = f"/documents/{item_id}/suggestions/{suggestion_id}"
    if form.validate_on_submit() and "source" in request.form:
        work = _changed if own else _accepted
        if attempt(form, lambda: work(document, found, form)):
            said = _("Your suggestion is changed.") if own else _("Accepted, as you wrote it. Its author is credited.")
            return done(said, to=address)
    return page("documents/suggestion_text.html", refused(form), item=head(item_id, who), form=form, found=found,
                own=own, address=address, around=review.around, clashes=[each for each in review.changes if each.clash])  # fmt: skip


def _changed(document: Document, found: Suggestion, form: SuggestForm) -> bool:
    suggesting.change(actor(), document, found, source=form.source.data or "", why=form.why.data or "",
                      version=form.began, **_around(form))  # fmt: skip
    drop_draft(actor().id, f"suggest/{document.id}/{found.id}")
    return True


def _accepted(document: Document, found: Suggestion, form: SuggestForm) -> bool:
    suggesting.accept(actor(), document, found, version=form.began, edition=form.seen,
                      source=form.source.data or "", also=request.form.getlist("also"))  # fmt: skip
    drop_draft(actor().id, f"suggest/{document.id}/{found.id}")
    return True
