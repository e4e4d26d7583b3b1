"""Opening an account, confirming it, signing in, a new password."""

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from forum.core import clock, letters
from forum.core.db import db
from forum.core.errors import Invalid, together
from forum.core.events import emit
from forum.core.i18n import _, language
from forum.core.ids import secret, slug_of
from forum.core.markup.source import readable
from forum.core.permissions import Actor
from forum.people.models import User
from forum.people.passwords import checked, hashed, matches

THREE_DAYS, ONE_HOUR = 3 * 86400, 3600
WITH_LINK = ("active", "guest")  # who may choose a password by a link
# Handles that would be mistaken for the site itself.
RESERVED = {"admin", "administrateur", "moderation", "palabre", "equipe", "support", "aide", "null", "all", "tous"}


def checked_address(email: str) -> str:
    """An address in its usual form. Raises Invalid."""
    try:
        return validate_email(email.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError as problem:
        raise Invalid(
            fields={"email": _("This is not an e-mail address: prenom@exemple.fr, for instance.")}
        ) from problem


def free_handle(name: str) -> str:
    """A handle made of a name, which nobody has."""
    base = slug_of(name, 30).replace("-", "_")
    wanted = base if base not in RESERVED else f"{base}_1"
    taken = set(db.session.scalars(select(User.handle).where(User.handle.like(f"{base}%"))))
    number = 1
    while wanted in taken:
        number += 1
        wanted = f"{base}_{number}"
    return wanted


def checked_name(name: str) -> str:
    """A name on one line. Raises Invalid."""
    text = readable(name)
    if not 2 <= len(text) <= 80:
        raise Invalid(fields={"name": _("Give the name that others will see: 2 to 80 characters.")})
    return text


def sign_up(*, name: str, email: str, password: str, locale: str = "", territory_id: int | None = None) -> None:
    """Open an account, or tell the owner of a known address that they have one: the page says the same."""
    name, email, password = together(
        lambda: checked_name(name),
        lambda: checked_address(email),
        lambda: checked(password, name, email.strip(), email.split("@")[0]),
    )
    digest = hashed(password)  # also when the address is known: the time says nothing either
    known = db.session.scalars(select(User).where(User.email == email)).first()
    spoken = locale or language.get()
    if known and known.state == "guest":
        _invite_to_choose(known, spoken)
        return
    if known and known.state != "pending":
        letters.send("people/known", to=email, key=f"known/{secret(8)}", locale=known.locale or spoken, name=known.name)
        return
    user = known or User(email=email, handle=free_handle(name), state="pending")
    user.name, user.password_hash, user.locale = name, digest, locale
    user.territory_id, user.session_key = territory_id, secret()
    db.session.add(user)
    db.session.flush()
    token = letters.signed("confirm", user.id, user.session_key[:16])
    letters.send("people/confirm", to=email, key=f"confirm/{secret(8)}", locale=spoken, name=name, token=token)
    emit("person.signed_up", actor_id=user.id, user_id=user.id)


def pending_of(token: str) -> User:
    """Whose account a confirmation link opens. Raises Invalid when it is forged, old or used."""
    user_id, key = letters.opened("confirm", token, seconds=THREE_DAYS)
    user = db.session.get(User, user_id)
    if user is None or user.state != "pending" or user.session_key[:16] != key:
        raise Invalid(_("This link was used already: sign in."))
    return user


def confirm(token: str) -> User:
    """The address is theirs: the account opens."""
    user = pending_of(token)
    user.state, user.confirmed_at = "active", clock.now()
    emit("person.confirmed", actor_id=user.id, user_id=user.id)
    return user


def authenticate(login: str, password: str) -> User | None:
    """The account of this handle or address with this password, or None: the time says nothing either."""
    word = login.strip().lower()
    user = db.session.scalars(select(User).where((User.handle == word) | (User.email == word))).first()
    good = matches(password, user.password_hash if user else "")
    return user if user and good and user.can_sign_in else None


def ask_new_password(email: str) -> None:
    """Send a link to choose a new password, if somebody has this address. The page says the same.

    Raises Invalid for what is no address.
    """
    word = checked_address(email)
    user = db.session.scalars(select(User).where(User.email == word, User.state.in_(WITH_LINK))).first()
    if user and user.email and user.state == "guest":
        _invite_to_choose(user, user.locale)
    elif user and user.email:
        token = letters.signed("password", user.id, user.session_key[:16])
        key = f"password/{secret(8)}"
        letters.send("people/password", to=user.email, key=key, locale=user.locale, name=user.name, token=token)


def owner_of(token: str) -> User:
    """Whose password a link may change. Raises Invalid when it is forged, old or used."""
    user_id, key = letters.opened("password", token, seconds=ONE_HOUR)
    user = db.session.get(User, user_id)
    if user is None or user.state not in WITH_LINK or user.session_key[:16] != key:
        raise Invalid(_("This link was used already: ask for a new one."))
    return user


def set_password(token: str, password: str) -> User:
    """A new password by the link that was sent; every open session ends. A guest has an account from now on."""
    user = owner_of(token)
    return become_member(user, password) if user.state == "guest" else _renew(user, password)


def become_member(user: User, password: str) -> User:
    """A guest, whose address is known to be theirs, chooses a password: the account opens, their messages stay theirs."""
    if user.state != "guest":
        raise Invalid(_("This account is open already: sign in."))
    _renew(user, password)
    user.state, user.confirmed_at = "active", clock.now()
    emit("person.confirmed", actor_id=user.id, user_id=user.id)
    return user


def _invite_to_choose(guest: User, locale: str) -> None:
    """Nobody but the owner of the address opens an account on what a guest wrote: the password is chosen by a link."""
    token = letters.signed("password", guest.id, guest.session_key[:16])
    key = f"password/{secret(8)}"
    letters.send(
        "people/guest", to=guest.email or "", key=key, locale=guest.locale or locale, name=guest.name, token=token
    )


def change_password(actor: Actor, user: User, current: str, password: str) -> None:
    """A new password by its owner, who knows the old one."""
    if actor.id != user.id or not matches(current, user.password_hash):
        raise Invalid(fields={"current": _("This is not your present password.")})
    _renew(user, password)


def _renew(user: User, password: str) -> User:
    checked(password, user.name, user.email or "", user.handle)
    user.password_hash, user.session_key = hashed(password), secret()
    emit("person.password", actor_id=user.id, user_id=user.id)
    return user


def named(name: str) -> User:
    """A name without sign-in, for imported authors; the same name is the same row."""
    text = " ".join(name.split())[:80] or _("Somebody")
    known = db.session.scalars(select(User).where(User.name == text, User.state == "named")).first()
    if known:
        return known
    user = User(name=text, handle=free_handle(text), state="named", trust=1)
    db.session.add(user)
    db.session.flush()
    return user
