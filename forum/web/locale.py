"""The language and the time zone of a request: the account's, then the cookie's, then the browser's."""

from urllib.parse import urlsplit

from flask import Blueprint, Flask, current_app, g, redirect, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from forum.config import LOCALES
from forum.core import i18n
from forum.web.actor import actor
from forum.web.security import safe_next

bp = Blueprint("web", __name__)
COOKIE = "language"


def locale() -> str:
    """fr or en, decided once a request; from then on sentences need not ask."""
    found: str | None = g.get("locale")
    if found is None:
        found = g.locale = _chosen()
        i18n.language.set(found)
    return found


def _chosen() -> str:
    kept = request.cookies.get(COOKIE)
    if actor().locale in LOCALES:
        return actor().locale
    if kept in LOCALES:
        return kept
    # A visitor without preference reads French: only a browser that prefers English is answered in it.
    wanted = request.accept_languages.best_match(LOCALES)
    return wanted or current_app.extensions["settings"].default_locale


def timezone() -> str:
    """The actor's time zone; Paris for visitors."""
    return actor().timezone or "Europe/Paris"


@bp.post("/language")
def language() -> Response:
    """Keep the language that was chosen for a year. No account needed, nothing to forge: no CSRF token."""
    chosen = request.form.get("to", "")
    here = urlsplit(request.referrer or "")._replace(scheme="", netloc="", fragment="").geturl()
    answer = redirect(safe_next(request.form.get("next") or here), 303)
    if chosen in LOCALES:
        settings = current_app.extensions["settings"]
        answer.set_cookie(COOKIE, chosen, max_age=31536000, httponly=True, samesite="Lax", secure=settings.is_secure)
    return answer


def setup(app: Flask) -> None:
    """Flask-Babel formats dates and numbers; messages come from core.i18n, which the worker uses too."""
    Babel(app, locale_selector=locale, timezone_selector=timezone)
    app.register_blueprint(bp)
    app.jinja_env.globals.update(_=i18n._, ngettext=i18n.ngettext)

    @app.before_request
    def _speak() -> None:
        i18n.language.set(locale)

    @app.context_processor
    def _locale() -> dict[str, str]:
        return {"locale": locale()}
