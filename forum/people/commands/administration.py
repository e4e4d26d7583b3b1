"""What administrators do with accounts."""

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.ids import secret
from forum.core.permissions import Actor, require
from forum.people.commands.accounts import RESERVED, checked_address, checked_name, free_handle
from forum.people.models import User
from forum.people.passwords import checked, hashed


def create_user(
    actor: Actor, *, name: str, email: str = "", handle: str = "", password: str = "", is_admin: bool = False
) -> User:
    """A confirmed account: command line and demonstration."""
    require(actor, "administer", User)
    wanted = (handle or free_handle(name)).lower()
    if db.session.scalar(select(User.id).where(User.handle == wanted)) or (wanted in RESERVED and not actor.is_admin):
        raise Invalid(fields={"handle": _("Somebody has this handle already.")})
    email = checked_address(email) if email else ""
    if email and db.session.scalar(select(User.id).where(User.email == email)):
        raise Invalid(fields={"email": _("Somebody has this address already.")})
    user = User(
        name=checked_name(name), handle=wanted, email=email or None, state="active", is_admin=is_admin, trust=1,
        password_hash=hashed(checked(password)) if password else "", confirmed_at=clock.now(),
    )  # fmt: skip
    db.session.add(user)
    db.session.flush()
    emit("person.confirmed", actor_id=actor.id, user_id=user.id)
    return user


def suspend(actor: Actor, user: User, *, suspended: bool) -> None:
    """Close an account, or open it again; open sessions end."""
    require(actor, "administer", user)
    if user.id == actor.id:
        raise Conflict(_("You cannot suspend yourself."))
    # A guest has no account that could open again: no confirmed one, that is.
    before = "active" if user.confirmed_at else "guest"
    user.state = "suspended" if suspended else before
    user.session_key = secret()
    emit("person.suspended" if suspended else "person.restored", actor_id=actor.id, user_id=user.id)


def give_admin(actor: Actor, user: User, *, admin: bool) -> None:
    """Make somebody administrator, or no longer."""
    require(actor, "administer", user)
    if user.id == actor.id and not admin:
        raise Conflict(_("Another administrator must take this role from you."))
    user.is_admin = admin
    emit("person.role", actor_id=actor.id, user_id=user.id, admin=admin)
