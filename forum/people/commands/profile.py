"""What a person says of themselves, and the tokens that act for them."""

from hashlib import sha256
from zoneinfo import available_timezones

from forum.config import LOCALES
from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid, NotFound
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.ids import secret
from forum.core.markup.render import render
from forum.core.permissions import Actor, require
from forum.people.commands.accounts import checked_name
from forum.people.models import Token, User

SCOPES = ("read", "write")


def update_profile(
    actor: Actor, user: User, *, name: str, bio: str = "", territory_id: int | None = None, locale: str = "",
    timezone: str = "",
) -> None:  # fmt: skip
    """Name, presentation, place, language, time zone."""
    require(actor, "change", user)
    if locale and locale not in LOCALES:
        raise Invalid(fields={"locale": _("Choose one of the proposed values.")})
    if timezone and timezone not in available_timezones():
        raise Invalid(fields={"timezone": _("Choose one of the proposed values.")})
    if len(bio) > 5000:
        raise Invalid(fields={"bio": _("5,000 characters at most.")})
    user.name, user.bio, user.bio_html = checked_name(name), bio.strip(), render(bio, prefix="bio")
    user.territory_id, user.locale, user.timezone = territory_id, locale, timezone
    emit("person.changed", actor_id=actor.id, user_id=user.id)


def create_token(user: User, scopes: tuple[str, ...], name: str = "") -> str:
    """A bearer token; its secret is shown this once. Raises Invalid for an unknown scope."""
    if not scopes or any(scope not in SCOPES for scope in scopes):
        raise Invalid(_("Scopes are: read, write."))
    text = secret()
    digest = sha256(text.encode()).hexdigest()
    db.session.add(Token(user_id=user.id, name=name[:60], digest=digest, scopes=",".join(scopes)))
    emit("token.created", actor_id=user.id, user_id=user.id)
    return text


def revoke_token(actor: Actor, token_id: int) -> None:
    """The token opens nothing any more."""
    token = db.session.get(Token, token_id)
    if token is None or token.user_id != actor.id:
        raise NotFound(_("There is no such token."))
    token.revoked_at = clock.now()
    emit("token.revoked", actor_id=actor.id, user_id=actor.id)
