"""How often one address may try something: sign-in, mail, reports. In memory, or in Redis on several machines."""

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from forum.config import Config
from forum.core.errors import TooMany
from forum.core.i18n import _


def spend(what: str, rate: str, *who: object) -> None:
    """Count one attempt at `what` by `who` (the client's address unless given). Raises TooMany beyond `rate`.

    `rate`: "5 per minute", in the words of the limits library.
    """
    limiter: MovingWindowRateLimiter = current_app.extensions["limiter"]
    keys = [str(key) for key in who] or [request.remote_addr or "?"]
    if not limiter.hit(_limit(rate), what, *keys):
        raise TooMany(_("Too many attempts. Wait a few minutes, then try again."))


def forgive(what: str, rate: str, *who: object) -> None:
    """It succeeded: attempts counted before were slips, and count no more."""
    limiter: MovingWindowRateLimiter = current_app.extensions["limiter"]
    limiter.clear(_limit(rate), what, *[str(key) for key in who])


def _limit(rate: str) -> RateLimitItem:
    usual = parse(rate)
    patience: int = current_app.extensions["settings"].patience
    return type(usual)(usual.amount * patience, usual.multiples)


def setup(app: Flask, settings: Config) -> None:
    """One limiter an application."""
    storage = storage_from_string(settings.redis_url or "memory://")
    app.extensions["limiter"] = MovingWindowRateLimiter(storage)
