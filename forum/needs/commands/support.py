"""Organisations behind a need: one voice each, by somebody who holds their mandate."""

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Closed, Conflict, Forbidden
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.commands.watch import watch_quietly
from forum.needs.models import Need, Support
from forum.people.queries import may_speak_for

DONE = ("answered", "closed")


def support(actor: Actor, need: Need, organisation_id: int, remark: str = "", *, user_id: int | None = None) -> Support:
    """Stand behind a need for an organisation; a voice that was withdrawn returns. `user_id`: imports only."""
    if actor.id or not actor.is_admin:
        require(actor, "support", need)
        if not may_speak_for(actor.id or 0, organisation_id):
            raise Forbidden(_("You have no confirmed mandate in this organisation."))
        user_id = actor.id
        if need.status == "closed":
            raise Closed(_("This need is closed: it gathers no more voices."))
    lock(need)
    found = db.session.get(Support, (need.id, organisation_id))
    if found is not None and found.withdrawn_at is None:
        raise Conflict(_("This organisation stands behind this need already: one organisation, one voice."))
    if found is None:
        found = Support(need_id=need.id, organisation_id=organisation_id)
        db.session.add(found)
    found.user_id, found.at, found.withdrawn_at = (user_id or need.author_id, clock.now(), None)
    found.remark = " ".join(remark.split())[:300]
    _count(need)
    if actor.id:
        watch_quietly(actor.id, need.id)
    tell("need.supported", need, actor_id=found.user_id, number=1, organisation=organisation_id, voices=need.voices)
    return found


def withdraw(actor: Actor, need: Need, organisation_id: int) -> None:
    """Take the organisation's voice back; that it stood there stays written down."""
    require(actor, "support", need)
    if not may_speak_for(actor.id or 0, organisation_id):
        raise Forbidden(_("You have no confirmed mandate in this organisation."))
    lock(need)
    found = db.session.get(Support, (need.id, organisation_id))
    if found is None or found.withdrawn_at is not None:
        raise Conflict(_("This organisation does not stand behind this need."))
    found.withdrawn_at = clock.now()
    _count(need)
    tell("need.unsupported", need, actor_id=actor.id, number=1, organisation=organisation_id, voices=need.voices)


def _count(need: Need) -> None:
    db.session.flush()
    standing = (Support.need_id == need.id, Support.withdrawn_at.is_(None))
    need.voices = db.session.scalar(select(func.count()).select_from(Support).where(*standing)) or 0
