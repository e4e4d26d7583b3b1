"""Unsubscribing by the link of a letter: for that reason only, without signing in, with undo."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.core import letters
from forum.core.addresses import Stop, opened_stop
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.items.models.around import Watch
from forum.items.models.item import Item
from forum.notifications.commands import settings_of
from forum.notifications.models import REFUSABLE
from forum.people.models import User
from forum.spaces.models import Space
from forum.territories.queries import themes, tree

PLACES = ("item", "space", "theme", "territory")
A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Stopping:
    """What a link would end: in words, for the page before and after."""

    stop: Stop
    user: User
    place: str = ""


def stopping_of(token: str) -> Stopping:
    """What a token or an address says. Raises Invalid, with what to do."""
    stop = opened_stop(token)
    known = (*PLACES, *REFUSABLE, "digest", "all")
    user = db.session.scalars(select(User).where(User.id == stop.user_id)).first() if stop else None
    if stop is None or user is None or stop.what not in known:
        raise Invalid(_("This link is not complete: copy it whole from the message."))
    return Stopping(stop, user, _place(stop))


def _place(stop: Stop) -> str:
    if stop.what == "item":
        # Its title stood in the letter that brought the link.
        return db.session.scalar(select(Item.title).where(Item.id == stop.number)) or ""
    if stop.what == "space":
        return db.session.scalar(select(Space.name).where(Space.id == stop.number)) or ""
    if stop.what == "territory" and stop.number in tree().nodes:
        return tree().nodes[stop.number].name
    return themes()[stop.number].label if stop.what == "theme" and stop.number in themes() else ""


def unsubscribe(token: str) -> str:
    """End what the token says. Answers a text that `resubscribe` takes to undo it. Raises Invalid.

    The receiving side calls it too, for a letter to the address of List-Unsubscribe.
    """
    found = stopping_of(token)
    stop, before = found.stop, _state(found.stop)
    if stop.what == "item":
        # A row that says "nothing of this": without it the space or the theme would go on telling.
        _set_watch(stop, "mute", False)
    elif stop.what in PLACES:
        _set_watch(stop, "", False)
    else:
        wishes = settings_of(stop.user_id)
        if stop.what in REFUSABLE:
            wishes.refused = sorted({*wishes.refused, stop.what})
        if stop.what in ("digest", "all"):
            wishes.digest, wishes.next_digest_at = "none", None
        if stop.what == "all":
            wishes.mail = "none"
    return letters.signed("resubscribe", token, before)


def resubscribe(token: str, undo: str) -> Stopping:
    """Put back what `unsubscribe` took away, within a day. Raises Invalid."""
    signed, before = letters.opened("resubscribe", undo, seconds=A_DAY)
    found = stopping_of(token)
    if signed != token:
        raise Invalid(_("This link is not complete: copy it whole from the message."))
    if found.stop.what in PLACES:
        _set_watch(found.stop, before["level"], before["by_mail"])
    else:
        wishes = settings_of(found.stop.user_id)
        wishes.mail, wishes.digest, wishes.refused = before["mail"], before["digest"], before["refused"]
    return found


def _state(stop: Stop) -> dict[str, Any]:
    if stop.what in PLACES:
        kept = db.session.get(Watch, (stop.user_id, stop.what, stop.number))
        return {"level": kept.level if kept else "", "by_mail": bool(kept and kept.by_mail)}
    wishes = settings_of(stop.user_id)
    return {"mail": wishes.mail, "digest": wishes.digest, "refused": list(wishes.refused)}


def _set_watch(stop: Stop, level: str, by_mail: bool) -> None:
    kept = db.session.get(Watch, (stop.user_id, stop.what, stop.number))
    if not level:
        if kept:
            db.session.delete(kept)
        return
    row = Watch(user_id=stop.user_id, subject=stop.what, subject_id=stop.number, level=level, by_mail=by_mail)
    db.session.merge(row)
