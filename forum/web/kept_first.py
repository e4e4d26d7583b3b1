"""Kept pages of items, given again before Flask: for visitors without any cookie, while the stamp is the same.

What the application answered is remembered with its headers, by address and language. The stamps come from the table
that open pages share (web/live.py): this process's own changes are seen at once, those of another in half a second.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from forum.web.health import requests_total
from forum.web.kept import KeptPage, Shelf
from forum.web.live import Stamps

PLACE = re.compile(r"/(?:threads|documents|resources|needs)/\d")
OWN = {"content-length", "content-encoding", "etag"}  # said anew for each encoding
WAYS = 12  # addresses and languages by which one page is remembered; more come through the application
Headers = list[tuple[str, str]]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Ready:
    """A page that can be answered at once."""

    page: KeptPage
    item_id: int
    stamp: int
    headers: Headers


class KeptFirst:
    """Middleware around the application."""

    def __init__(self, application: Callable[..., Iterable[bytes]], shelf: Shelf, stamps: Stamps) -> None:
        self.application, self.shelf, self.stamps = application, shelf, stamps
        self.answered = requests_total.labels("GET", "200")

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, or let it pass and remember what was answered."""
        if not _plain(environ):
            return self.application(environ, start_response)
        key = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        ready = self.shelf.ready.get(key)
        if (
            ready
            and ready.page.until > time.monotonic()
            and self._stamp(ready.item_id, environ) == ready.stamp
            and key in self.shelf.ready  # it may have left the shelf meanwhile
        ):
            return self._answer(ready, environ, start_response)

        def remembering(status: str, headers: Headers, *rest: Any) -> Any:
            found = environ.get("palabre.kept")
            if found and status.startswith("200"):
                self._remember(key, *found, headers)
            return start_response(status, headers, *rest)

        return self.application(environ, remembering)

    def _stamp(self, item_id: int, environ: dict[str, Any]) -> int | None:
        """While the queue is long, what is known will do: a page may then be some seconds old."""
        if "palabre.busy" in environ and item_id in self.stamps.known:
            return self.stamps.known[item_id]
        return self.stamps.of(item_id)

    def _remember(self, key: Key, page: KeptPage, item_id: int, stamp: int, headers: Headers) -> None:
        if len(page.ways) >= WAYS and key not in page.ways:
            return
        page.ways.add(key)
        common = [(name, value) for name, value in headers if name.lower() not in OWN]
        self.shelf.ready[key] = Ready(page, item_id, stamp, common)

    def _answer(self, ready: Ready, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        self.answered.inc()
        accepted, page = environ.get("HTTP_ACCEPT_ENCODING", ""), ready.page
        coding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
        body = page.brotli if coding == "br" else page.gzip if coding else page.plain
        etag = f'"{page.etag}{coding}"'
        headers = [*ready.headers, ("ETag", etag)]
        if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            start_response("304 NOT MODIFIED", headers)
            return [b""]
        if coding:
            headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        start_response("200 OK", headers)
        return [body]


def _plain(environ: dict[str, Any]) -> bool:
    """A visitor who reads: nothing in the request could change the page beside its address and language."""
    return (
        environ.get("REQUEST_METHOD") == "GET"
        and "HTTP_COOKIE" not in environ
        and "HTTP_AUTHORIZATION" not in environ
        and "HTTP_HX_REQUEST" not in environ
        and "HTTP_SAVE_DATA" not in environ
        and PLACE.match(environ.get("PATH_INFO", "")) is not None
    )


def setup(app: Flask) -> None:
    """After web/live.py, whose stamps it reads."""
    app.wsgi_app = KeptFirst(app.wsgi_app, app.extensions["kept"], app.extensions["stamps"])  # type: ignore[method-assign]
