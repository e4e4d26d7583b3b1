"""Command: two pages about the same become one. The address of the one that goes leads to the other for ever."""

from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.documents.around import Trial
from forum.documents.models import Document, Suggestion
from forum.items.commands.fold import bring_rows, fold, folds
from forum.items.models.keeping import Act


def merge(actor: Actor, document: Document, target: Document | None) -> Act:
    """Its discussion goes under `target`, with who follows it, what links to it, who tried it; its text stays in its
    history. Whoever merges first writes into `target` what it lacks."""
    require(actor, "split", document)
    if target is None or target.id == document.id or target.state != "public":
        raise Invalid(fields={"other": _("Give the address of another practice document.")})
    require(actor, "split", target)
    if db.session.scalar(_waiting(document).limit(1)):
        raise Invalid(fields={"other": _("Suggestions wait on this page: settle them first.")})
    return fold(actor, document, target)


def _waiting(document: Document) -> Any:
    return select(Suggestion.id).where(Suggestion.document_id == document.id, Suggestion.state.in_(("open", "asked")))


def _bring(document: Document, target: Document) -> dict[str, Any]:
    return {"trials": _bring_trials(document, target), "tongues": _bring_translations(document, target)}


def _bring_trials(document: Document, target: Document) -> list[int]:
    """Organisations that tried the one tried the other. Answers those that came."""
    came = bring_rows(Trial, "document_id", lambda trial: trial.organisation_id, document.id, target.id)
    target.tried_by, document.tried_by = target.tried_by + len(came), document.tried_by - len(came)
    return came


def _bring_translations(document: Document, target: Document) -> list[int]:
    """Its translations are those of the other, unless that one is a translation itself. Answers those turned."""
    if target.translation_of_id:
        return []
    rows = select(Document).where(Document.translation_of_id == document.id, Document.id != target.id)
    turned = db.session.scalars(rows).all()
    for each in turned:
        each.translation_of_id, each.translated_version = target.id, 0
    return [each.id for each in turned]


def _put_back(act: Act, document: Document, target: Document) -> None:
    for number in act.data["trials"]:
        if trial := db.session.get(Trial, (target.id, number)):
            trial.document_id = document.id
            document.tried_by, target.tried_by = document.tried_by + 1, target.tried_by - 1
    for number in act.data["tongues"]:
        if (tongue := db.session.get(Document, number)) and tongue.translation_of_id == target.id:
            tongue.translation_of_id = document.id


folds("document", _bring, _put_back)
