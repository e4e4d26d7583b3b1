"""The list of documents, and one document with its contents and its status."""

from typing import Any

from flask import Response

from forum.core.i18n import _, ngettext
from forum.core.markup.plain import headings_of
from forum.core.permissions import Actor
from forum.documents import figures, practice, queries
from forum.documents.labels import standings
from forum.documents.models import Document
from forum.documents.policy import may_renew, may_review, may_see_upkeep, may_suggest
from forum.documents.upkeep import LANGUAGES
from forum.documents.views.ground import bp
from forum.items import showing
from forum.items.models.item import Item
from forum.items.narrowing import narrowed_page
from forum.items.policy import Message, may_edit
from forum.items.queries.heads import Head


@bp.get("/")
def index() -> Response:
    """All documents, by territory, theme, standing."""
    sorts = {
        "activity": (_("last activity"), ((Item.active_at, True), (Item.id, True))),
        "review": (_("last review"), ((queries.day_of_review(), True), (Item.id, True))),
    }
    return narrowed_page(
        "document", "documents/list.html", queries.facets(), join=Document, sorts=sorts,
        count_of=lambda n: ngettext("%(n)s practice document", "%(n)s practice documents", n),
    )  # fmt: skip


@bp.get("/<int:item_id>-<slug>")
@bp.get("/<int:item_id>")
def show(item_id: int, slug: str | None = None) -> Response:
    """One document."""
    return showing.show("document", item_id, slug, "documents/show.html", extras)


def extras(item: Head, who: Actor) -> dict[str, Any]:
    """What is particular to a document's page."""
    sheet = queries.sheet(item.id)
    row: Any = item  # rules ask names that a Head has too
    rules = sheet_of(item, sheet)
    may_edit_it = may_edit(who, Message(rules, 1, rules))
    lacks = practice.missing(item.html, list(item.countries), sheet.template) if may_edit_it else []
    return {
        "missing": [practice.labels()[part] for part in lacks],
        "sheet": sheet,
        "contents": headings_of(item.html),
        "standings": standings(),
        "may_review": may_review(who, row),
        "may_renew": sheet.standing != "draft" and may_renew(who, rules),
        "may_edit": may_edit_it,
        "may_suggest": may_suggest(who, row),
        "tongues": figures.tongues_of(item.id, sheet.translation_of_id, who) if sheet.is_translated else [],
        "trials": figures.trials_of(item.id) if sheet.tried_by else [],
        "language_names": LANGUAGES,
        "may_undo_renewal": sheet.renewed_today_by == who.id and who.is_someone,
        "may_keep": may_see_upkeep(who, rules),
    }


def sheet_of(item: Head, sheet: queries.Sheet) -> Any:
    """A document as rules see it, without loading it again."""
    return Document(
        id=item.id, kind=item.kind, space_id=item.space_id, author_id=item.author_id, owner_id=sheet.owner_id,
        state=item.state, is_wiki=item.is_wiki,
    )  # fmt: skip
