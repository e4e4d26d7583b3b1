"""Who is asking. The rooms that know people hand their loaders in; views call `actor()`."""

from collections.abc import Callable

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user

from forum.core.errors import NotFound, Problem
from forum.core.i18n import _
from forum.core.permissions import VISITOR, Actor

login = LoginManager()


class BadToken(Problem):
    """A bearer token that is unknown, revoked or lacks the scope."""

    status = 401


class SignedIn(UserMixin):
    """What flask-login keeps for a session: `id.session_key`, so that a new password ends old sessions."""

    def __init__(self, actor: Actor, session_key: str) -> None:
        self.actor = actor
        self.id = f"{actor.id}.{session_key}"


_feed_loader: list[Callable[[str, str], object]] = []
_loaders: dict[str, Callable[[str], object]] = {}


def load_sessions_with(loader: Callable[[int, str], Actor | None]) -> None:
    """`loader(user id, session key)` answers the actor of a session, or None when it has ended."""

    def user_of(kept: str) -> SignedIn | None:
        number, _dot, key = kept.partition(".")
        actor = loader(int(number), key) if number.isdecimal() else None
        return SignedIn(actor, key) if actor else None

    login.user_loader(user_of)


def load_tokens_with(loader: Callable[[str], Actor | None]) -> None:
    """`loader(secret)` answers the actor of a bearer token, or None."""
    _loaders["token"] = loader


def load_feed_keys_with(loader: Callable[[str, str], object]) -> None:
    """`loader(endpoint, key)` answers whose feed this is, or None when the address was renewed or opens no feed."""
    _feed_loader.append(loader)


def actor() -> Actor:
    """The actor of this request, loaded once. Without a session cookie no query is spent."""
    found: Actor | None = g.get("actor")
    if found is None:
        g.actor = VISITOR  # for whoever asks while it is being found: a refusal speaks some language
        if "Authorization" in request.headers:
            found = _of_token()
        else:
            found = _of_key(request.args["key"]) if _asks_private_feed() else _of_session()
        g.actor = found
    return found


def _asks_private_feed() -> bool:
    """A feed reader has no session: the address itself says whose feed it is."""
    is_read = request.method == "GET" and request.endpoint is not None
    return is_read and "key" in request.args and request.args.get("format") == "atom"


def _of_key(key: str) -> Actor:
    found = _feed_loader[-1](request.endpoint or "", key) if _feed_loader else None
    if not isinstance(found, Actor):
        raise NotFound(_("This private address is no longer good: take the new one from your settings."))
    return found


def _of_session() -> Actor:
    cookies = request.cookies
    names = (current_app.config["SESSION_COOKIE_NAME"], current_app.config["REMEMBER_COOKIE_NAME"])
    if not any(name in cookies for name in names):
        return VISITOR
    return current_user.actor if current_user.is_authenticated else VISITOR


def _of_token() -> Actor:
    """Tokens open the API only; a wrong one is refused rather than taken for a visitor."""
    scheme, _space, secret = request.headers["Authorization"].partition(" ")
    if not request.path.startswith("/api/") or scheme.lower() != "bearer":
        return VISITOR
    found = _loaders["token"](secret.strip()) if "token" in _loaders else None
    if not isinstance(found, Actor):
        raise BadToken(_("This token is unknown or was revoked."))
    return found


def open_session(user_id: int, session_key: str, *, remember: bool) -> None:
    """For somebody who proved who they are."""
    session.clear()
    login_user(SignedIn(Actor(user_id), session_key), remember=remember)
    forget_actor()


def forget_actor() -> None:
    """After signing in or out, within the same request."""
    g.pop("actor", None)
    g.pop("csrf_token", None)  # that of the session before


def setup(app: Flask) -> None:
    """Sessions by flask-login; `actor` in every template."""
    login.init_app(app)
    login.session_protection = None  # people change networks on phones; the session key ends stolen sessions

    @app.context_processor
    def _actor() -> dict[str, Actor]:
        return {"actor": actor()}
