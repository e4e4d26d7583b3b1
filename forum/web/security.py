"""Headers, cookies, CSRF, sizes of bodies, safe redirects."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, Response
from flask_wtf.csrf import CSRFProtect

from forum.config import Config

csrf = CSRFProtect()

# No 'unsafe-inline', no nonce: pages carry neither inline scripts nor inline styles.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def safe_next(address: str | None, otherwise: str = "/") -> str:
    """A path on this site, or `otherwise`: nobody is sent elsewhere by a link that looks like ours."""
    if not address:
        return otherwise
    address = address.replace("\\", "/").strip()
    parts = urlsplit(address)
    own = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    return address if own and address.isprintable() else otherwise


def setup(app: Flask, settings: Config) -> None:
    """Everything that protects, in one place."""
    app.config.update(
        SESSION_COOKIE_NAME="palabre",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_secure,
        REMEMBER_COOKIE_NAME="palabre_remember",
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        REMEMBER_COOKIE_SECURE=settings.is_secure,
        REMEMBER_COOKIE_DURATION=timedelta(days=60),
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,  # a text and its form; files will come by their own route
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        MAX_FORM_PARTS=200,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: a page left open overnight still posts
        WTF_CSRF_SSL_STRICT=settings.is_secure,
    )
    csrf.init_app(app)

    @app.after_request
    def _headers(response: Response) -> Response:
        # Our own styles, scripts and fonts are no documents: half a kilobyte of policy each would be for nobody.
        plain = response.mimetype in ("text/css", "text/javascript", "font/woff2")
        framed = "frame-ancestors *" in response.headers.get("Content-Security-Policy", "")  # made for other sites
        for name, value in ({"X-Content-Type-Options": "nosniff"} if plain else HEADERS).items():
            if not (framed and name == "X-Frame-Options"):
                response.headers.setdefault(name, value)
        if settings.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if response.mimetype == "text/html":
            response.headers.setdefault("Cache-Control", "private, no-cache")
            response.vary.add("HX-Request")
        return response
