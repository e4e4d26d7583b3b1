"""Open pages ask every two seconds whether they are still what they show. Answered before Flask.

A page carries the stamp of its item. Each process keeps the stamps of the items that open pages ask about, read again
by one query for all of them when a question comes and they are older than FRESH. What is not public (the loader leaves
it out) passes on to the application, which knows rights. Why no held connections: docs/decisions/014.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakSet

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

REST = "10"  # seconds that open pages leave between two questions while the queue is long
Loader = Callable[[list[int]], dict[int, int]]
PATH = re.compile(r"/items/(\d{1,9})/stamp")
FRESH = 0.4  # seconds: how late a page learns of a change, beside its own rhythm
STALE = 2.0  # while one thread reads, others answer with what is known, up to this age
WATCHED = 30.0  # seconds after the last question in which an item is read again with the others
SOME = 500  # ids in one statement
PLAIN = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")]


class Stamps:
    """What the items that are asked about stand at."""

    def __init__(self, load: Loader) -> None:
        self.load, self.guard = load, threading.Lock()
        self.known: dict[int, int | None] = {}
        self.asked: dict[int, float] = {}
        self.at = 0.0

    def of(self, item_id: int) -> int | None:
        """The stamp of an item, at most FRESH old unless another thread is just reading. None: not for everybody."""
        now = time.monotonic()
        self.asked[item_id] = now
        known = item_id in self.known
        if known and now - self.at < FRESH:
            return self.known[item_id]
        if not self.guard.acquire(blocking=not known or now - self.at > STALE):
            return self.known.get(item_id)
        try:
            if time.monotonic() - self.at >= FRESH:
                self._read_all(now)
            elif item_id not in self.known:
                self.known[item_id] = self.load([item_id]).get(item_id)
            return self.known.get(item_id)
        finally:
            self.guard.release()

    def _read_all(self, now: float) -> None:
        wanted = [each for each, at in list(self.asked.items()) if now - at < WATCHED]
        found: dict[int, int] = {}
        for start in range(0, len(wanted), SOME):
            found.update(self.load(wanted[start : start + SOME]))
        self.known = {each: found.get(each) for each in wanted}
        self.asked = {each: self.asked[each] for each in wanted}
        self.at = time.monotonic()

    def forget(self) -> None:
        """Begin again."""
        self.known, self.asked, self.at = {}, {}, 0.0


class Live:
    """Middleware: `GET /items/7/stamp?is=5` answers 204 while 5 is still true, else 200 with the present stamp."""

    def __init__(self, application: Callable[..., Iterable[bytes]], stamps: Stamps) -> None:
        self.application, self.stamps = application, stamps

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, or let it pass."""
        found = PATH.fullmatch(environ.get("PATH_INFO", "")) if environ.get("REQUEST_METHOD") == "GET" else None
        if found and "palabre.busy" in environ:  # nothing is looked up: the page asks again, later
            start_response("204 No Content", [*PLAIN, ("Retry-After", REST)])
            return [b""]
        stamp = self.stamps.of(int(found.group(1))) if found else None
        if stamp is None:
            return self.application(environ, start_response)
        shown = parse_qs(environ.get("QUERY_STRING", "")).get("is", [""])[0]
        # Stamps only grow: a page that is ahead of what this process knows is not behind.
        if shown.isdigit() and stamp <= int(shown):
            start_response("204 No Content", PLAIN)
            return [b""]
        start_response("200 OK", [("Content-Type", "text/plain"), *PLAIN])
        return [str(stamp).encode()]


_all: "WeakSet[Stamps]" = WeakSet()


@event.listens_for(Session, "after_commit")
def _changed_here(_session: Session) -> None:
    """What this process changed, it sees at once."""
    for stamps in _all:
        stamps.at = 0.0


def setup(app: Flask, load: Loader) -> None:
    """`load(ids)`: the stamps of those that everybody may read; it runs in a context of the application."""

    def loaded(ids: list[int]) -> dict[int, int]:
        with app.app_context():
            return load(ids)

    stamps = app.extensions["stamps"] = Stamps(loaded)
    _all.add(stamps)
    app.wsgi_app = Live(app.wsgi_app, stamps)  # type: ignore[method-assign]
