"""Following: who is told about what."""

from sqlalchemy import delete, select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items.models.around import LEVELS, Draft, Watch

SUBJECTS = ("item", "space", "theme", "territory")


def watch(actor: Actor, subject: str, subject_id: int, level: str) -> None:
    """Follow something at a level, or stop ("" removes the row). The caller checked that it may be read.

    "mail" is everything, each message by mail at once: like a mailing list.
    """
    if subject not in SUBJECTS or level not in ("", "mail", *LEVELS):
        raise Invalid(_("Choose one of the proposed values."))
    found = db.session.get(Watch, (actor.id, subject, subject_id))
    if not level:
        if found:
            db.session.delete(found)
        return
    by_mail = level == "mail"
    kept = "all" if by_mail else level
    db.session.merge(Watch(user_id=actor.id, subject=subject, subject_id=subject_id, level=kept, by_mail=by_mail))


def watch_quietly(user_id: int, item_id: int) -> None:
    """Whoever writes in an item follows it, unless they said otherwise before."""
    known = select(Watch.level).where(Watch.user_id == user_id, Watch.subject == "item", Watch.subject_id == item_id)
    if db.session.scalar(known) is None:
        db.session.add(Watch(user_id=user_id, subject="item", subject_id=item_id, level="all"))


def keep_draft(actor: Actor, place: str, title: str, source: str) -> Draft | None:
    """Keep a text that is not sent yet; an empty one goes."""
    found = db.session.get(Draft, (actor.id, place[:120]))
    if not (title.strip() or source.strip()):
        if found:
            db.session.delete(found)
        return None
    kept = found or Draft(user_id=actor.id, place=place[:120])
    kept.title, kept.source, kept.at = title[:200], source[:100_000], clock.now()
    db.session.add(kept)
    return kept


def drop_draft(user_id: int | None, place: str) -> None:
    """The text was sent."""
    if user_id and (found := db.session.get(Draft, (user_id, place[:120]))):
        db.session.delete(found)


def drop_drafts(user_id: int | None, beginning: str) -> None:
    """The text was saved: drafts of it that began from any version go."""
    db.session.execute(
        delete(Draft).where(Draft.user_id == user_id, Draft.place.startswith(beginning, autoescape=True))
    )
