"""What one keeps; one page's figures and what readers said; who keeps it; languages; who wrote what."""

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.documents import figures, queries, suggestions, upkeep
from forum.documents.forms import MergeForm, OwnerForm, TranslationForm
from forum.documents.labels import standings
from forum.documents.models import Document
from forum.documents.views.ground import bp, document_or_404
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.items.queries.reader import editor_of
from forum.items.views.ground import head_or_404, number_in
from forum.people.queries import by_handle
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, signed_in


@bp.get("/kept")
def kept() -> Response:
    """Pages that the reader keeps, what is due first."""
    return page("documents/kept.html", rows=figures.kept_by(signed_in()), standings=standings())


@bp.get("/<int:item_id>/upkeep")
def keep(item_id: int) -> Response:
    """Figures, what readers said, and what those who keep it can do."""
    return _page(document_or_404(item_id))


def _page(document: Document, **forms: OwnerForm | TranslationForm) -> Response:
    who = signed_in()
    require(who, "see upkeep", document)
    sheet = queries.sheet(document.id)
    values = {
        "owner_form": OwnerForm(formdata=None),
        "translation_form": TranslationForm(formdata=None, data={"lang": document.lang}),
        **forms,
    }
    return page(
        "documents/upkeep.html", 422 if forms else 200, item=head(document.id, who), sheet=sheet,
        said=figures.said_about(document.id), helped=figures.helped_by_version(document.id),
        counts=suggestions.counted(document.id, who), tongues=_tongues(document, sheet), languages=upkeep.LANGUAGES,
        may_hand_over=can(who, "hand over", document), may_merge=can(who, "split", document),
        merge_form=MergeForm(formdata=None), **values,
    )  # fmt: skip


def _tongues(document: Document, sheet: queries.Sheet) -> list[figures.Tongue]:
    return figures.tongues_of(document.id, sheet.translation_of_id, actor()) if sheet.is_translated else []


@bp.post("/<int:item_id>/owner")
def owner(item_id: int) -> BaseResponse:
    """Somebody else keeps it."""
    document, who, form = document_or_404(item_id), signed_in(), OwnerForm()
    person = by_handle((form.owner.data or "").strip())

    def work() -> bool:
        upkeep.hand_over(who, document, person)
        return True

    if attempt(form, work):
        return done(_("%(name)s keeps this page from now on, and is told.", name=person.name if person else ""),
                    to=path(document))  # fmt: skip
    return _page(document, owner_form=form)


@bp.post("/<int:item_id>/translation")
def translation(item_id: int) -> BaseResponse:
    """It says in another language what another page says."""
    document, who, form = document_or_404(item_id), signed_in(), TranslationForm()
    original = figures.document_by_number(number_in(form.original.data or ""), who)

    def work() -> bool:
        upkeep.translate(who, document, original, form.lang.data or "")
        return True

    if attempt(form, work):
        return done(_("The two pages name each other."), to=path(document))
    return _page(document, translation_form=form)


@bp.post("/<int:item_id>/translation/undo")
def translation_undo(item_id: int) -> BaseResponse:
    """It stands alone again."""
    document = document_or_404(item_id)
    with transaction():
        upkeep.no_translation(signed_in(), document)
    return done(_("The two pages no longer name each other."), to=path(document))


@bp.post("/<int:item_id>/translation/current")
def translation_current(item_id: int) -> BaseResponse:
    """Somebody compared: it says what the original says today."""
    document = document_or_404(item_id)
    with transaction():
        upkeep.translation_is_current(signed_in(), document)
    return done(_("Noted: it says what the other page says today."), to=path(document))


@bp.get("/<int:item_id>/authors")
def authors(item_id: int) -> Response:
    """Who wrote what: each passage with the last person who changed it."""
    document = document_or_404(item_id)
    found = head_or_404(item_id)
    written = figures.who_wrote_what(found, editor_of(document))
    accepted = suggestions.listed(actor(), document_id=item_id, state="accepted", limit=100).rows
    chosen = request.args.get("by", "")
    return page("documents/authors.html", item=found, written=written, accepted=accepted, chosen=chosen,
                names=list(dict.fromkeys(each.author for each in written)))  # fmt: skip
