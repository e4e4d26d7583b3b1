"""Commands of upkeep: who keeps a document, undoing a renewal, whether it helped, who tried it, languages."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, can, require
from forum.documents.around import Helped, Trial
from forum.documents.models import Document
from forum.items.commands.reply import reply
from forum.items.commands.tell import tell
from forum.items.commands.texts import write
from forum.people.models import User
from forum.people.queries import may_speak_for
from forum.spaces import actors

HOURS = 24  # during which a renewal is undone
LANGUAGES = {
    "fr": "français", "en": "English", "es": "español", "pt": "português", "ar": "العربية", "mg": "malagasy",
    "wo": "wolof", "ff": "pulaar", "bm": "bamanankan", "ht": "kreyòl ayisyen",
}  # fmt: skip


def hand_over(actor: Actor, document: Document, person: User | None) -> None:
    """Somebody else keeps it from now on: may edit it, settle suggestions, renew it, and is told when it is due."""
    require(actor, "hand over", document)
    found = actors.of_user(person.id) if person and person.state == "active" else None
    if person is None or found is None or not can(found, "read", document):
        raise Invalid(fields={"owner": _("Give the name of a member who may read this page, as in @name.")})
    if person.id == document.owner_id:
        raise Invalid(fields={"owner": _("This person keeps it already.")})
    document.owner_id = person.id
    tell("document.handed", document, actor_id=actor.id, number=1).user_id = person.id


def undo_renewal(actor: Actor, document: Document) -> None:
    """The review stands again as it did before it was renewed; by whoever renewed it, within a day."""
    require(actor, "renew", document)
    lock(document)
    kept: dict[str, Any] = document.review_before
    if not kept or kept["by"] != actor.id or clock.today() - date.fromisoformat(kept["day"]) > timedelta(hours=HOURS):
        raise Conflict(_("This can no longer be undone."))
    document.reviewed_on, document.review_by = (_day(kept[name]) for name in ("reviewed_on", "review_by"))
    document.reviewed_by_id, document.review_before = kept["reviewed_by"], {}
    tell("document.renewal_undone", document, actor_id=actor.id, number=1)


def review_as_it_stands(actor: Actor, document: Document) -> dict[str, Any]:
    """What `undo_renewal` needs."""
    days = {name: str(getattr(document, name) or "") for name in ("reviewed_on", "review_by")}
    return {**days, "reviewed_by": document.reviewed_by_id, "by": actor.id, "day": str(clock.today())}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def say_helped(
    actor: Actor, document: Document, voter: str, *, is_yes: bool, text: str = "", in_public: bool = False
) -> Helped:
    """Whether it helped: one answer a person or device and version; said again, the last one counts.

    `text` goes into the discussion with `in_public` (members), else to those who keep the document, alone.
    """
    text = text.replace("\r\n", "\n").strip()
    if len(text) > 1000:
        raise Invalid(fields={"text": _("1,000 characters at most.")})
    if text and in_public and actor.is_someone:
        reply(actor, document, text)
        text = ""
    key = (document.id, document.version, voter)
    found = db.session.get(Helped, key)
    if found is None:
        found = Helped(document_id=document.id, version=document.version, voter=voter, text="")
        db.session.add(found)
    found.is_yes, found.user_id, found.at = is_yes, actor.id, clock.now()
    found.text = text or found.text
    tell("document.helped", document, actor_id=actor.id, number=1, is_yes=is_yes)
    if text:
        told = tell("document.told", document, actor_id=actor.id, number=1, path=f"/documents/{document.id}/upkeep")
        told.user_id = document.owner_id or document.author_id
    return found


def say_tried(
    actor: Actor, document: Document, organisation_id: int, *, place: str = "", year: int | None = None,
    changed: str = "", remark: str = "",
) -> Trial:  # fmt: skip
    """An organisation did what it says; said again, the last words count."""
    require(actor, "suggest", document)
    if not actor.id or not may_speak_for(actor.id, organisation_id):
        raise Invalid(fields={"organisation": _("You have no confirmed mandate in this organisation.")})
    if year is not None and not 1950 <= year <= clock.today().year:
        raise Invalid(fields={"year": _("Give a year that has begun, like %(year)s.", year=clock.today().year)})
    words = {"place": (place, 120), "changed": (changed, 1000), "remark": (remark, 1000)}
    long = {name: _("%(n)s characters at most.", n=most) for name, (text, most) in words.items() if len(text) > most}
    if long:
        raise Invalid(fields=long)
    lock(document)
    found = db.session.get(Trial, (document.id, organisation_id))
    if found is None:
        found = Trial(document_id=document.id, organisation_id=organisation_id, user_id=actor.id)
        db.session.add(found)
    found.user_id, found.year, found.at = actor.id, year, clock.now()
    found.place, found.changed, found.remark = place.strip(), changed.strip(), remark.strip()
    _count_trials(document)
    tell("document.tried", document, actor_id=actor.id, number=1, organisation=organisation_id)
    return found


def take_trial_back(actor: Actor, document: Document, organisation_id: int) -> None:
    """By somebody who speaks for the organisation, or who tends the space."""
    found = db.session.get(Trial, (document.id, organisation_id))
    if found is None:
        raise Conflict(_("This organisation did not say that it tried it."))
    if not (actor.id and may_speak_for(actor.id, organisation_id)):
        require(actor, "review", document)
    lock(document)
    db.session.delete(found)
    _count_trials(document)
    tell("document.untried", document, actor_id=actor.id, number=1, organisation=organisation_id)


def _count_trials(document: Document) -> None:
    db.session.flush()
    rows = select(func.count()).where(Trial.document_id == document.id)
    document.tried_by = db.session.scalar(rows) or 0


def translate(actor: Actor, document: Document, original: Document | None, lang: str) -> None:
    """It says in `lang` what `original` says; both pages name each other. Its version is that of today."""
    require(actor, "see upkeep", document)
    if lang not in LANGUAGES:
        raise Invalid(fields={"lang": _("Choose one of the proposed values.")})
    if original is not None and original.translation_of_id:
        original = db.session.get(Document, original.translation_of_id)
    if original is None or original.id == document.id or not can(actor, "read", original):
        raise Invalid(fields={"original": _("Give the address of another practice document.")})
    if original.lang == lang:
        raise Invalid(fields={"lang": _("The other page is in this language already.")})
    others = select(Document.id).where(Document.translation_of_id == original.id, Document.lang == lang)
    if set(db.session.scalars(others)) - {document.id}:
        raise Invalid(fields={"lang": _("There is a page in this language already.")})
    mine = select(func.count()).where(Document.translation_of_id == document.id)
    if db.session.scalar(mine):
        raise Invalid(fields={"original": _("Other pages are translations of this one: link them to that page first.")})
    document.translation_of_id, document.lang = original.id, lang
    document.translated_version = original.version
    write(document, document.source, 1)  # signs and spaces as this language sets them
    original.stamp = original.stamp + 1
    tell("document.translated", document, actor_id=actor.id, number=1, original=original.id)


def no_translation(actor: Actor, document: Document) -> None:
    """It stands alone again."""
    require(actor, "see upkeep", document)
    if original := db.session.get(Document, document.translation_of_id or 0):
        original.stamp = original.stamp + 1
    document.translation_of_id, document.translated_version = None, 0
    tell("document.translated", document, actor_id=actor.id, number=1)


def translation_is_current(actor: Actor, document: Document) -> None:
    """Somebody compared: it says what the original says today."""
    require(actor, "see upkeep", document)
    original = db.session.get(Document, document.translation_of_id or 0)
    if original is None:
        raise Conflict(_("This page is no translation."))
    document.translated_version = original.version
    tell("document.translated", document, actor_id=actor.id, number=1, original=original.id)
