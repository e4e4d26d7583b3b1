"""Pages kept for visitors: made once, given again while one small query says that nothing changed.

Members never get a kept page. What a stamp cannot see (an author's new name) is a minute late at most.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

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

    @property
    def size(self) -> int:
        """Bytes held."""
        return len(self.plain) + len(self.brotli) + len(self.gzip)


class Shelf:
    """The least recently asked pages leave when it is full."""

    def __init__(self) -> None:
        self.pages: OrderedDict[Hashable, KeptPage] = OrderedDict()
        self.size = 0
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
                self.size -= old.size
            self.pages[key] = page
            self.size += page.size
            while self.size > LARGEST:
                _key, gone = self.pages.popitem(last=False)
                self.size -= gone.size


def may_keep() -> bool:
    """A plain reading of a visitor: no session, no message to show, no fragment."""
    return request.method == "GET" and not actor().is_someone and not request.cookies.get("palabre")


def kept(stamp: Hashable, make: Callable[[], Response]) -> Response:
    """The kept page of this address and language, or `make()` and keep it. Members: always `make()`."""
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
    return _answer(page)


def _page(stamp: Hashable, body: bytes) -> KeptPage:
    etag = hashlib.sha256(body).hexdigest()[:20]
    until = time.monotonic() + SECONDS
    return KeptPage(stamp, until, etag, body, brotli.compress(body, quality=5), gzip.compress(body, 6))


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
