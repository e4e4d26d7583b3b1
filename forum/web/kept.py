"""Pages kept for visitors: made once, given again while one small query says that nothing changed.

Members never get a kept page. What a stamp cannot see (an author's new name) is a minute late at most.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import brotli
from flask import Response, current_app, make_response, request

from forum.web.actor import actor
from forum.web.locale import locale

LARGEST = 24 * 1024 * 1024  # bytes kept by one process
SECONDS = 60


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page in the encodings that browsers ask for."""

    stamp: Hashable
    until: float
    etag: str
    plain: bytes
    brotli: bytes
    gzip: bytes
    ways: set[Hashable] = field(default_factory=set)  # keys of `Shelf.ready` that lead to it

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.plain) + len(self.brotli) + len(self.gzip)


class Shelf:
    """The least recently asked pages leave when it is full."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self.size = 0
        self.ready: dict[Hashable, Any] = {}  # what web/kept_first.py answers before the application
        self.guard = threading.Lock()

    def find(self, key: Hashable, stamp: Hashable) -> KeptPage | None:
        """The page, if it is still the same."""
        with self.guard:
            page = self.pages.get(key)
            if page is None or page.stamp != stamp or page.until < time.monotonic():
                return None
            self.pages.move_to_end(key)
            return page

    def put(self, key: Hashable, page: KeptPage) -> None:
        """Keep it, and let go of the oldest."""
        with self.guard:
            if old := self.pages.pop(key, None):
                self._let_go(old)
            self.pages[key] = page
            self.size += page.size
            while self.size > LARGEST:
                self._let_go(self.pages.popitem(last=False)[1])

    def _let_go(self, page: KeptPage) -> None:
        self.size -= page.size
        for way in page.ways:
            self.ready.pop(way, None)

    def clear(self) -> None:
        """Keep nothing."""
        with self.guard:
            self.pages.clear()
            self.ready.clear()
            self.size = 0


def may_keep() -> bool:
    """A plain reading of a visitor: no session, no message to show, no fragment."""
    return request.method == "GET" and actor().id is None and not request.cookies.get("palabre")


def kept(stamp: Hashable, make: Callable[[], Response], item: tuple[int, int] | None = None) -> Response:
    """The kept page of this address and language, or `make()` and keep it. Members: always `make()`.

    `item`: (id, stamp) of the one item that the page shows: then it may be answered before the application.
    """
    if not may_keep():
        return make()
    shelf: Shelf = current_app.extensions["kept"]
    saves_data = request.headers.get("Save-Data", "").lower() == "on"  # pictures are links then
    key = (request.full_path, locale(), "HX-Request" in request.headers, saves_data)
    page = shelf.find(key, stamp)
    if page is None:
        answer = make()
        if answer.status_code != 200 or "Set-Cookie" in answer.headers:
            return answer
        page = _page(stamp, answer.get_data())
        shelf.put(key, page)
    if item:
        request.environ["palabre.kept"] = (page, *item)
    return _answer(page)


def _page(stamp: Hashable, body: bytes) -> KeptPage:
    etag = hashlib.sha256(body).hexdigest()[:20]
    until = time.monotonic() + SECONDS
    return KeptPage(stamp, until, etag, body, brotli.compress(body, quality=7), gzip.compress(body, 6))


def _answer(page: KeptPage) -> Response:
    accepted = request.headers.get("Accept-Encoding", "")
    coding = "br" if "br" in accepted else "gzip" if "gzip" in accepted else ""
    body = {"br": page.brotli, "gzip": page.gzip}.get(coding, page.plain)
    answer = make_response(body)
    answer.mimetype = "text/html"
    if coding:
        answer.headers["Content-Encoding"] = coding
    answer.headers["Vary"] = "Accept-Encoding, Cookie, Accept-Language, Save-Data"
    answer.set_etag(page.etag + coding)
    return answer.make_conditional(request)
