"""Inviting somebody by e-mail into one discussion; sending the link again; withdrawing it."""

import re
from datetime import timedelta

from sqlalchemy import delete

from forum.core import addresses, clock, letters
from forum.core.db import db, lock
from forum.core.errors import Closed, Conflict, Invalid, TooMany, together
from forum.core.events import emit
from forum.core.i18n import _, language
from forum.core.ids import secret
from forum.core.markup.for_mail import for_mail
from forum.core.markup.source import readable
from forum.core.permissions import Actor, can, require
from forum.guests import queries
from forum.guests.models import LIVES, Guest, GuestRefusal
from forum.items.kinds import path
from forum.items.models.around import Watch
from forum.people.commands.accounts import checked_address
from forum.people.models import User
from forum.spaces.models import Space
from forum.threads.models import Thread

A_DAY, MOST = 20, 50  # invitations of one person within a day, guests of one discussion
PAUSE = timedelta(minutes=10)  # between two letters with a link
LONGEST = 6000  # characters of the first message that travel
_ADDRESS = re.compile(r"https?:|www\.|\w\.\w+/|[\w.]+@\w", re.I)


def invite(actor: Actor, thread: Thread, *, email: str, name: str = "", greeting: str = "") -> Guest:
    """Write a link to an address. What happens is the same whether an account has it or not, or wants no letters.

    Raises Forbidden, Closed, TooMany, or Invalid naming the field.
    """
    if thread.is_closed and can(actor, "see guests", thread):
        raise Closed(_("This discussion is closed: guests could not answer. Open it again first."))
    require(actor, "invite a guest", thread)
    email, name, greeting = together(
        lambda: checked_address(email), lambda: _checked_name(name), lambda: _checked_greeting(greeting)
    )
    lock(thread)  # twice at once, one invitation
    mine = db.session.get(User, actor.id)
    if mine and mine.email == email:
        raise Invalid(fields={"email": _("This is your own address.")})
    known = next(iter(queries.of_address(email, thread.id)), None)
    if known:
        known.name, known.greeting = name or known.name, greeting or known.greeting
        return send_again(actor, thread, known)
    if queries.count_of(thread.id) >= MOST:
        raise TooMany(_("Fifty guests in one discussion are many: invite these people to the space instead."))
    if queries.invited_today(actor.id or 0) >= A_DAY:
        raise TooMany(_("You invited twenty people today: invite the others tomorrow."))
    guest = Guest(
        item_id=thread.id, email=email, name=name, greeting=greeting, by_id=actor.id or thread.author_id,
        locale=actor.locale or language.get() or "fr", key=secret(18), invited_at=clock.now(), sent_at=clock.now(),
    )  # fmt: skip
    db.session.add(guest)
    db.session.flush()
    _write(guest, thread)
    emit("guest.invited", actor_id=actor.id, space_id=thread.space_id, item_id=thread.id, guest=guest.id)
    return guest


def send_again(actor: Actor, thread: Thread, guest: Guest) -> Guest:
    """A new link; the one before opens nothing any more. Raises TooMany within ten minutes."""
    _require_host(actor, thread, guest)
    if guest.ended_at:
        raise Conflict(_("This invitation was withdrawn: invite again."))
    if clock.now() < guest.sent_at + PAUSE and guest.accepted_at is None:
        raise TooMany(_("The letter has only just left. Wait ten minutes, then send it again."))
    renew(guest)
    _write(guest, thread)
    return guest


def renew(guest: Guest) -> None:
    """Another key: links sent before are void."""
    guest.key, guest.sent_at = secret(18), clock.now()


def withdraw(actor: Actor, thread: Thread, guest: Guest) -> None:
    """The access ends at once; what they wrote stays."""
    _require_host(actor, thread, guest)
    if guest.ended_at is None:
        end(guest, by_id=actor.id)
        emit("guest.withdrawn", actor_id=actor.id, space_id=thread.space_id, item_id=thread.id, guest=guest.id)


def put_back(actor: Actor, thread: Thread, guest: Guest) -> None:
    """It was a mistake: as before. Links sent before stay void."""
    _require_host(actor, thread, guest)
    if guest.ended_at is None or not guest.email or guest.ended_by_id == guest.user_id:
        raise Conflict(_("There is nothing to take back: invite again."))
    if queries.of_address(guest.email, thread.id):
        raise Conflict(_("This address was invited again since: that invitation holds."))
    guest.ended_at = guest.ended_by_id = None
    if guest.user_id:
        _follow(guest.user_id, thread.id)
    emit("guest.restored", actor_id=actor.id, space_id=thread.space_id, item_id=thread.id, guest=guest.id)


def end(guest: Guest, *, by_id: int | None) -> None:
    """No way in any more, and no letters."""
    guest.ended_at, guest.ended_by_id, guest.key = clock.now(), by_id, secret(18)
    if guest.user_id:
        mine = (Watch.user_id == guest.user_id, Watch.subject == "item", Watch.subject_id == guest.item_id)
        db.session.execute(delete(Watch).where(*mine))


def _follow(user_id: int, item_id: int) -> None:
    db.session.merge(Watch(user_id=user_id, subject="item", subject_id=item_id, level="all", by_mail=True))


def refusal_of(token: str) -> str:
    """Which address a link of a letter speaks of, as a digest. Raises Invalid."""
    (digest,) = letters.opened("guest refusal", token, seconds=400 * 86_400)
    return str(digest)


def refuse(token: str) -> None:
    """The owner of the address wants no more invitations from anybody."""
    db.session.merge(GuestRefusal(digest=refusal_of(token)))


def accept_letters_again(token: str) -> None:
    """It was a mistake."""
    if found := db.session.get(GuestRefusal, refusal_of(token)):
        db.session.delete(found)


def _require_host(actor: Actor, thread: Thread, guest: Guest) -> None:
    if not can(actor, "withdraw", guest):
        require(actor, "see guests", thread)


def _write(guest: Guest, thread: Thread) -> None:
    """The letter, unless its owner wants none or the account is closed: the page says the same."""
    person = queries.person_of(guest.email)
    if queries.refuses(guest.email) or (person and person.state == "suspended"):
        return
    host = db.session.get(User, guest.by_id)
    space = db.session.get(Space, thread.space_id)
    name = host.name if host else ""
    refusal = letters.signed("guest refusal", queries.digest_of(guest.email))
    stop = f"{letters.installation().base_url}/guests/no-more/{refusal}"
    whole = thread.html if len(thread.html) <= LONGEST else ""
    letters.send(
        "guests/invited", to=guest.email, key=f"guest/{guest.id}/{guest.key[:12]}", locale=guest.locale,
        sender_name=name, name=guest.name, by=name, title=thread.title, space=space.name if space else "",
        text=thread.source[:LONGEST], html=for_mail(whole, letters.installation().base_url) if whole else "",
        greeting=guest.greeting, token=letters.signed("guest", guest.key), days=LIVES.days, stop_link=stop,
        is_public=bool(space and space.is_public), path=path(thread),
        headers={
            "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated", "Message-ID": f"<guest.{guest.id}.{secret(6)}@{addresses.host()}>",
        },
    )  # fmt: skip


def _checked_name(name: str) -> str:
    text = readable(name)
    if len(text) > 80 or _ADDRESS.search(text):
        raise Invalid(fields={"name": _("A name of 80 characters at most, without addresses.")})
    return text


def _checked_greeting(greeting: str) -> str:
    text = greeting.replace("\r\n", "\n").strip()
    if len(text) > 600:
        raise Invalid(fields={"greeting": _("600 characters at most: say the rest in the discussion.")})
    # What an account writes to strangers in the name of the house carries no addresses: advertisers would love it.
    if _ADDRESS.search(text):
        raise Invalid(fields={"greeting": _("No addresses here: the letter has the link to the discussion.")})
    return text
