"""When more is asked than can be answered: visitors get kept pages, then a short page that says so; writing goes on.

How long a request waits before anybody looks at it cannot be seen from inside. So `forum serve` asks its own door
twice a second (`probe`) and writes what it waited into memory that all web processes share.
"""

import mmap
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from prometheus_client import Gauge

from forum.core import i18n
from forum.web.health import registry

DOOR = "/queue"  # answered before anything else, with nothing
EVERY = 0.5  # seconds between two questions at our own door
LONGEST = 10.0  # seconds after which a question is given up
LAST = 4  # questions of which the shortest wait counts: a queue that passes at once is none
_shared = mmap.mmap(-1, 8)  # made before the web processes are forked: one number of milliseconds for all


def waits() -> float:
    """Milliseconds that a request waits in the queue at present; 0 where nobody measures."""
    return float(struct.unpack("d", _shared[:8])[0])


def say(milliseconds: float) -> None:
    """Tell all processes."""
    _shared[:8] = struct.pack("d", milliseconds)


Gauge("palabre_queue_seconds", "Time that a request waits before it is looked at", registry=registry).set_function(
    lambda: waits() / 1000
)


def probe(host: str, port: int, stop: threading.Event) -> threading.Thread:
    """Ask our own door until `stop` is set, in a thread of the parent process, which answers no requests itself."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    thread = threading.Thread(target=_probe, args=(host, port, stop), name="probe", daemon=True)
    thread.start()
    return thread


def _probe(host: str, port: int, stop: threading.Event) -> None:
    last: deque[float] = deque([0.0] * LAST, maxlen=LAST)
    while not stop.wait(EVERY):
        began = time.monotonic()
        try:
            with socket.create_connection((host, port), timeout=LONGEST) as door:
                door.sendall(f"GET {DOOR} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                door.settimeout(0.1)
                while time.monotonic() - began < LONGEST:
                    try:
                        if door.recv(1):
                            break
                    except TimeoutError:
                        say(min([*last, (time.monotonic() - began) * 1000][1:]))  # still waiting: at least so long
        except OSError:
            continue  # not up yet, or ending
        last.append((time.monotonic() - began) * 1000)
        say(min(last))


class Busy:
    """Middleware around everything else: marks a request that comes while the queue is long, "slow" or "full"."""

    def __init__(self, application: Callable[..., Iterable[bytes]], limits: tuple[int, int]) -> None:
        self.application, self.limits = application, limits

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Let it pass. Kept pages and open pages spare the database where they see the mark."""
        if environ.get("PATH_INFO") == DOOR:
            start_response("204 No Content", [("Cache-Control", "no-store")])
            return [b""]
        slow, full = self.limits
        now = waits()
        if now > slow:
            environ["palabre.busy"] = "full" if now > full else "slow"
        return self.application(environ, start_response)


class ElseFull:
    """Middleware inside the kept pages: whoever got none of them, and may come back, is asked to."""

    def __init__(self, application: Callable[..., Iterable[bytes]], pages: dict[str, bytes]) -> None:
        self.application, self.pages = application, pages

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The short page, or the application."""
        if environ.get("palabre.busy") != "full" or not _may_come_back(environ):
            return self.application(environ, start_response)
        wants_english = environ.get("HTTP_ACCEPT_LANGUAGE", "").lower().startswith("en")
        body = self.pages["en" if wants_english else "fr"]
        headers = [
            ("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body))), ("Retry-After", "10"),
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; style-src 'self'"),
        ]  # fmt: skip
        start_response("503 Service Unavailable", headers)
        return [body]


def _may_come_back(environ: dict[str, Any]) -> bool:
    """A visitor who reads a page. Members go on, and nobody who writes is sent away."""
    if environ.get("REQUEST_METHOD") not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
        return False
    # Either cookie of a person, that of the session and the lasting one, begins so (web/security.py).
    is_somebody = "palabre" in environ.get("HTTP_COOKIE", "")
    return not is_somebody and not environ.get("PATH_INFO", "").startswith(("/static", "/health"))


def inside(app: Flask) -> None:
    """Before the kept pages are put around the application. The short pages are filled in when all is in place."""
    app.extensions["full pages"] = {}
    app.wsgi_app = ElseFull(app.wsgi_app, app.extensions["full pages"])  # type: ignore[method-assign]


def around(app: Flask) -> None:
    """When all else is in place."""
    template = app.jinja_env.get_template("shared/busy.html")
    with app.test_request_context():
        for language in ("fr", "en"):
            with i18n.speaking(language):
                app.extensions["full pages"][language] = template.render(lang=language).encode()
    app.wsgi_app = Busy(app.wsgi_app, app.extensions["settings"].busy)  # type: ignore[method-assign]
