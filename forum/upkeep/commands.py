"""A reader says that something changed; those who keep the page confirm it, settle it, answer."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from forum.core import clock, letters
from forum.core.db import db, lock, transaction
from forum.core.errors import Conflict, Invalid, TooMany
from forum.core.i18n import _, language
from forum.core.ids import secret
from forum.core.permissions import Actor, can, require
from forum.core.worker import every
from forum.documents.commands import renew
from forum.documents.models import Document
from forum.items.commands.tell import tell
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.notifications.bounces import takes_letters
from forum.people.commands.accounts import checked_address
from forum.people.models import User
from forum.resources.commands import verify
from forum.resources.models import Resource
from forum.upkeep.models import OUTCOMES, Signal
from forum.upkeep.words import EXPLAINED, whats

LONGEST = 1000
MOST = 30  # open ones on one page: those who keep it know by then
A_WEEK = 7 * 86_400


def signal(actor: Actor, item: Item, *, what: str, text: str = "", email: str = "") -> Signal:
    """Say that something changed. Without an account an address is optional, and confirmed by the letter it gets.

    Raises Invalid naming the field. The same person saying the same of a page again: nothing new.
    """
    require(actor, "signal a change", item)
    text, wrong = text.replace("\r\n", "\n").strip(), {}
    if what not in whats(item.kind):
        wrong["what"] = _("Choose what changed.")
    if what in EXPLAINED and len(text) < 5:
        wrong["text"] = _("Say in a sentence what changed, so that it can be corrected.")
    if len(text) > LONGEST:
        wrong["text"] = _("1,000 characters at most.")
    email = "" if actor.is_someone else email.strip()
    if email:
        try:
            email = checked_address(email)
        except Invalid as problem:
            wrong |= problem.fields
    if wrong:
        raise Invalid(fields=wrong)
    lock(item)
    here = select(Signal).where(Signal.item_id == item.id, Signal.state != "settled")
    known = db.session.scalars(here).all()
    if len(known) >= MOST:
        raise TooMany(_("Thank you: those who keep this page were told already."))
    for each in known:
        if (each.what, each.text) == (what, text) and each.user_id == actor.id and (actor.id or each.email == email):
            return each
    made = Signal(item_id=item.id, what=what, text=text, user_id=actor.id, email=email, state="open",
                  locale=actor.locale or language.get())  # fmt: skip
    db.session.add(made)
    db.session.flush()
    recount(item)
    tell("signal.made", item, actor_id=actor.id, number=1, signal=made.id, what=what)
    if isinstance(item, Document) and item.owner_id and item.owner_id != actor.id:
        told = tell("document.told", item, actor_id=actor.id, number=1, path=f"/items/{item.id}/signals")
        told.user_id = item.owner_id
    if email:
        token = letters.signed("signal", made.id, email)
        letters.send("upkeep/confirm", to=email, key=f"signal/{made.id}/{secret(6)}", locale=made.locale,
                     title=item.title, token=token)  # fmt: skip
    return made


def of_token(token: str) -> Signal:
    """What a link of a letter speaks of. Raises Invalid when it is forged, old, or erased."""
    gone = _("This message was erased meanwhile: nothing more is sent to you.")
    return letters.row_of(Signal, "signal", token, seconds=A_WEEK, gone=gone)


def make_sure(token: str) -> Signal:
    """The address is theirs: the answer goes there, at once when it was given already."""
    found = of_token(token)
    if not found.is_address_sure:
        found.is_address_sure = True
        item = db.session.get(Item, found.item_id)
        if found.state == "settled" and item is not None:
            _answer(found, item)
    return found


def confirm(actor: Actor, item: Item) -> None:
    """Yes, something changed: readers see that it is being corrected."""
    require(actor, "settle signals", item)
    lock(item)
    found = _open(item)
    if not any(each.state == "open" for each in found):
        raise Conflict(_("Nothing waits here any more."))
    for each in found:
        each.state = "confirmed"
    tell("signal.confirmed", item, actor_id=actor.id, number=1)


def settle(actor: Actor, item: Item, outcome: str, answer: str = "", *, only: Collection[int] = ()) -> int:
    """Corrected, still right, or unclear; whoever asked for an answer gets it by mail. Answers how many were settled.

    Who looked may say that it is right today: that is written down, as far as they may.
    """
    require(actor, "settle signals", item)
    answer = answer.strip()
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": _("Choose one of the proposed values.")})
    if len(answer) > LONGEST:
        raise Invalid(fields={"text": _("1,000 characters at most.")})
    lock(item)
    found = [each for each in _open(item) if not only or each.id in only]
    if not found:
        raise Conflict(_("Nothing waits here any more."))
    for each in found:
        each.state, each.outcome, each.answer = "settled", outcome, answer
        each.settled_by_id, each.settled_at = actor.id, clock.now()
        _answer(each, item)
    db.session.flush()
    recount(item)
    tell("signal.settled", item, actor_id=actor.id, number=1, outcome=outcome, count=len(found))
    if outcome != "unclear":
        looked(actor, item)
    return len(found)


def looked(actor: Actor, item: Item) -> bool:
    """Somebody read it and it holds: the day is written down. False where there is no day to write, or no right."""
    if isinstance(item, Resource) and item.standing == "verified" and can(actor, "verify", item):
        verify(actor, item)
        return True
    if isinstance(item, Document) and item.standing != "draft" and can(actor, "renew", item):
        renew(actor, item)
        return True
    return False


def _open(item: Item) -> list[Signal]:
    rows = select(Signal).where(Signal.item_id == item.id, Signal.state != "settled").order_by(Signal.id)
    return list(db.session.scalars(rows))


def recount(item: Item) -> None:
    """How many signals of it wait."""
    rows = select(func.count()).where(Signal.item_id == item.id, Signal.state != "settled")
    item.signals = db.session.scalar(rows) or 0


def _answer(signal: Signal, item: Item) -> None:
    """To members at the address of their account, to others where they said yes to it."""
    to, locale = (signal.email if signal.is_address_sure else ""), signal.locale
    if signal.user_id:
        user = db.session.get(User, signal.user_id)
        to = user.email or "" if user and user.state == "active" and takes_letters(user.id) else ""
        locale = (user.locale if user else "") or locale
    if to and signal.settled_by_id != signal.user_id:
        letters.send(
            "upkeep/answer", to=to, key=f"signal/{signal.id}/answer", locale=locale, title=item.title, path=path(item),
            text=signal.text, outcome=signal.outcome, answer=signal.answer,
        )  # fmt: skip


@every(3600, name="signals forgotten")
def forget() -> None:
    """Addresses that nobody confirmed, and those that were answered a month ago; after two years the words too."""
    now = clock.now()
    unsure = (Signal.email != "") & Signal.is_address_sure.is_(False) & (Signal.at < now - timedelta(days=8))
    answered = (Signal.email != "") & (Signal.settled_at < now - timedelta(days=30))
    old = Signal.settled_at < now - timedelta(days=730)
    if not db.session.scalar(select(Signal.id).where(unsure | answered | old).limit(1)):
        return
    with transaction():
        db.session.execute(update(Signal).where(unsure | answered).values(email=""))
        db.session.execute(delete(Signal).where(old))
