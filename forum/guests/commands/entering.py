"""Coming in by the link of a letter; a new link; leaving; being forgotten; opening an account."""

from datetime import timedelta

from sqlalchemy import delete, select, update

from forum.core import clock, letters
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, NotFound
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.ids import secret
from forum.core.permissions import Actor
from forum.guests import queries
from forum.guests.commands.inviting import PAUSE, end, renew
from forum.guests.models import LIVES, Guest
from forum.items.kinds import path
from forum.items.models.around import Draft, Watch
from forum.items.models.item import Item
from forum.people.commands.accounts import become_member, checked_name, free_handle
from forum.people.models import User

FORGOTTEN = timedelta(days=30)  # after the last invitation ended, or was sent in vain


def opened(token: str) -> tuple[Guest, Item]:
    """The invitation of a link, and its discussion. Raises Invalid or NotFound, with what to do."""
    (key,) = letters.opened("guest", token, seconds=int(LIVES.total_seconds()))
    guest = queries.of_key(key)
    if guest is None or guest.ended_at:
        raise Invalid(_("This link was used already, replaced by a newer one, or the invitation was withdrawn."))
    item = db.session.scalars(select(Item).where(Item.id == guest.item_id, Item.state == "public")).first()
    if item is None:
        raise NotFound(_("This discussion is not there any more."))
    return guest, item


def enter(actor: Actor, token: str, name: str = "") -> User:
    """Come in by the link, once. Whoever holds it reads the mailbox: the address is theirs.

    With an account, one comes in as that account, signed in. Raises Conflict when it is somebody else's.
    """
    guest, item = opened(token)
    user = _member(actor, guest) or _guest(guest, name)
    first = guest.user_id is None
    guest.user_id, guest.key = user.id, secret(18)
    guest.accepted_at = guest.accepted_at or clock.now()
    if first and db.session.get(Watch, (user.id, "item", item.id)) is None:
        db.session.add(Watch(user_id=user.id, subject="item", subject_id=item.id, level="all", by_mail=True))
    emit("guest.entered", actor_id=user.id, space_id=item.space_id, item_id=item.id, guest=guest.id)
    return user


def _member(actor: Actor, guest: Guest) -> User | None:
    """The account that comes in, if one does."""
    owner = queries.person_of(guest.email)
    if owner and owner.state == "active" and owner.id != actor.id:
        raise Conflict(_("There is an account with this address: sign in with it, then open the link again."))
    if owner and owner.state not in ("active", "guest", "pending"):
        raise Forbidden(
            _("This address cannot take part here. Write to the moderators if you think this is a mistake.")
        )
    return db.session.get(User, actor.id) if actor.is_someone else None


def _guest(guest: Guest, name: str) -> User:
    """The person behind the address, made when there is none. An account that was never confirmed becomes theirs."""
    user = queries.person_of(guest.email)
    if user and user.state == "guest":
        return user
    name = checked_name(name)
    if user is None:
        user = User(email=guest.email, handle=free_handle(name), locale=guest.locale, trust=0)
        db.session.add(user)
    # Somebody else may have chosen the password of an account that nobody confirmed.
    user.state, user.name, user.password_hash, user.session_key = "guest", name, "", secret()
    db.session.flush()
    return user


def ask_for_link(email: str) -> None:
    """A new link for each discussion that this address is invited to. The page says the same for any address."""
    for guest in queries.of_address(email):
        item = db.session.get(Item, guest.item_id)
        if item is None or item.state != "public" or clock.now() < guest.sent_at + PAUSE:
            continue
        renew(guest)
        letters.send(
            "guests/link", to=guest.email, key=f"guest/{guest.id}/{guest.key[:12]}", locale=guest.locale,
            name=guest.name, title=item.title, token=letters.signed("guest", guest.key), days=LIVES.days,
            path=path(item),
        )  # fmt: skip


def leave(user_id: int, item_id: int) -> None:
    """A guest goes: no access, no letters; what they wrote stays. Raises NotFound when they are not in it."""
    rows = select(Guest).where(Guest.user_id == user_id, Guest.item_id == item_id, Guest.ended_at.is_(None))
    found = db.session.scalars(rows).all()
    if not found:
        raise NotFound(_("You are no guest of this discussion."))
    for guest in found:
        end(guest, by_id=user_id)
        emit("guest.left", actor_id=user_id, item_id=item_id, guest=guest.id)


def become(actor: Actor, name: str, password: str) -> User:
    """A guest chooses a password: an account, with what they wrote. Invitations go on."""
    user = _myself(actor)
    user.name = checked_name(name)
    return become_member(user, password)


def forget(user: User) -> None:
    """All that is known of a guest goes but what they wrote, which stays without their name."""
    if user.state != "guest":
        raise Conflict(_("Only guests are erased here."))
    known = (Guest.user_id == user.id) | (Guest.email == user.email)
    for guest in db.session.scalars(select(Guest).where(known)).all():
        if guest.ended_at is None:
            end(guest, by_id=user.id)
        guest.email, guest.name, guest.greeting = "", "", ""
    for table in (Watch, Draft):
        db.session.execute(delete(table).where(table.user_id == user.id))
    user.email, user.state, user.session_key, user.password_hash = None, "named", secret(), ""
    user.name = _("Former guest")
    user.handle = f"former_guest_{user.id}"
    emit("guest.forgotten", actor_id=user.id, user_id=user.id)


def forget_me(actor: Actor) -> None:
    """By the guest themselves."""
    forget(_myself(actor))


def forget_old() -> int:
    """Addresses of those who never came, and of guests who have been gone for a month. Answers how many."""
    long_ago = clock.now() - FORGOTTEN
    in_vain = (Guest.user_id.is_(None), Guest.sent_at < long_ago - LIVES, Guest.email != "")
    emptied = db.session.execute(
        update(Guest).where(*in_vain).values(email="", name="", greeting="", ended_at=clock.now())
    )
    still = select(Guest.user_id).where(
        Guest.user_id.is_not(None), (Guest.ended_at.is_(None)) | (Guest.ended_at > long_ago)
    )
    gone = select(User).where(User.state == "guest", User.id.not_in(still)).limit(200)
    people = db.session.scalars(gone).all()
    for user in people:
        forget(user)
    return int(emptied.rowcount) + len(people)


def _myself(actor: Actor) -> User:
    user = db.session.get(User, actor.id) if actor.is_guest else None
    if user is None:
        raise Forbidden(_("This is for guests."))
    return user
