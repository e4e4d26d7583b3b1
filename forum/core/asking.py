"""Asking a web address whether something answers, or for all that it says, at the address that `outside` looked at.

Apart from `outside`, since what speaks HTTP is loaded only where somebody is asked.
"""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any, ClassVar
from urllib.parse import urljoin

import certifi
from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from forum import __version__
from forum.core import clock
from forum.core.letters import installation
from forum.core.outside import Answer, Guard, Place, Refused, place_of

CONNECT, READ, WHOLE = 6.0, 10.0, 25.0  # seconds: to be let in, for one silence, for one question in all
HOPS = 5  # redirections that are followed
PERMANENT = (301, 308)
REDIRECTIONS = (*PERMANENT, 302, 303, 307)
FAILURES = (OSError, HTTPException, HTTPError, ValueError)  # a certificate for another name is a ValueError


@dataclass(slots=True)
class Whoever:
    """Who asks, and what for. `guard`: tests trust a server of theirs by it."""

    purpose: ClassVar[str] = ""
    guard: Guard = field(default_factory=Guard)

    @property
    def agent(self) -> str:
        """The name that we give: whoever finds it in a log knows where to write."""
        return f"Palabre/{__version__} ({self.purpose}; +{installation().base_url}/)"


@dataclass(frozen=True, slots=True)
class Document:
    """All that an address said. `data` is empty unless the status says that it came."""

    answer: Answer
    data: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


def look(place: Place, guard: Guard, agent: str) -> Answer:
    """Is there something? HEAD, then GET where HEAD is not taken; redirections are followed, each one guarded."""
    return _followed(place, lambda where: _asked(where, guard, agent))


def fetch(place: Place, guard: Guard, agent: str, *, most: int, headers: Mapping[str, str] | None = None) -> Document:
    """What is there, up to `most` bytes; "large" is the problem beyond. `headers`: more of the question."""
    got: dict[str, Any] = {"data": b"", "headers": {}}

    def read(response: BaseHTTPResponse) -> bytes:
        if response.status != 200:
            return b""
        data = _unpacked(response.read(most + 1, decode_content=False), response.headers, most)
        if len(data) > most:
            raise Refused("large")
        return data

    def ask(where: Place) -> tuple[int, dict[str, str]]:
        began = time.monotonic()
        more = {"Accept-Encoding": "gzip", **(headers or {})}
        status, said, got["data"] = _question("GET", where, guard, agent, more, read)
        if time.monotonic() - began >= WHOLE:  # hung up on: what came may be half of it
            raise TimeoutError
        got["headers"] = said
        return status, said

    answer = _followed(place, ask)
    return Document(answer, got["data"] if answer.status == 200 else b"", got["headers"])


def _unpacked(data: bytes, headers: Mapping[str, str], most: int) -> bytes:
    """What was pressed, never more than is wanted."""
    coding = headers.get("Content-Encoding", "").strip().lower()
    if coding in ("", "identity"):
        return data
    if coding not in ("gzip", "x-gzip"):
        raise Refused("coding")
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(data, most + 1)
    except zlib.error as problem:
        raise HTTPException("pressed wrongly") from problem


def _followed(place: Place, ask: Callable[[Place], tuple[int, dict[str, str]]]) -> Answer:
    start, is_moved = place, True
    for hop in range(HOPS + 1):
        try:
            status, headers = ask(place)
        except Refused as problem:
            return Answer(place.url, problem=problem.why)
        except FAILURES as problem:
            return Answer(place.url, problem=_word(problem))
        target = headers.get("location", "")
        if status not in REDIRECTIONS or not target:
            moved = hop > 0 and is_moved and place.url != start.url
            return Answer(place.url, status, is_moved=moved, wait=_seconds(headers.get("retry-after", "")))
        is_moved = is_moved and status in PERMANENT
        following = place_of(urljoin(place.url, target))
        if following is None:
            return Answer(place.url, problem="scheme")
        place = following
    return Answer(place.url, problem="loop")


def _asked(place: Place, guard: Guard, agent: str) -> tuple[int, dict[str, str]]:
    try:
        status, headers, _data = _question("HEAD", place, guard, agent)
    except (HTTPException, ConnectionResetError):  # some servers hang up on a HEAD
        return _question("GET", place, guard, agent)[:2]
    # Many answer a HEAD with an error and the page with the page; "too many" is an answer.
    return _question("GET", place, guard, agent)[:2] if status >= 400 and status != 429 else (status, headers)


def _nothing(_response: BaseHTTPResponse) -> bytes:
    return b""


def _question(
    method: str,
    place: Place,
    guard: Guard,
    agent: str,
    more: Mapping[str, str] | None = None,
    read: Callable[[BaseHTTPResponse], bytes] = _nothing,
) -> tuple[int, dict[str, str], bytes]:
    """One request at an address that was looked at. Of the answer only the head is read, unless `read` reads more."""
    problem: Exception | None = None
    for address in guard.addresses(place)[:2]:
        connection = _connection(place, address)
        with _not_longer(connection):
            try:
                connection.connect()
            except ssl.SSLError:
                raise
            except (OSError, HTTPError) as found:
                problem = found
                continue
            connection.timeout = READ
            headers = {"Host": place.authority, "User-Agent": agent, "Accept": "*/*", "Connection": "close"}
            headers.update(more or {})
            connection.request(method, place.target, headers=headers, preload_content=False, decode_content=False)
            answer = connection.getresponse()
            said = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, said, read(answer)
    raise problem or OSError("no address")


def _connection(place: Place, address: str) -> HTTPConnection:
    if place.scheme == "http":
        return HTTPConnection(address, place.port, timeout=CONNECT)
    return HTTPSConnection(
        address, place.port, timeout=CONNECT, server_hostname=place.host, assert_hostname=place.host,
        cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(),
    )  # fmt: skip


@contextmanager
def _not_longer(connection: HTTPConnection) -> Iterator[None]:
    """A server that sends a letter every nine seconds would hold us for ever: after WHOLE it is hung up on."""

    def hang_up() -> None:
        if connection.sock is not None:
            try:
                connection.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    timer = threading.Timer(WHOLE, hang_up)
    timer.daemon = True
    timer.start()
    began = time.monotonic()
    try:
        yield
    except (OSError, HTTPException, HTTPError) as problem:
        if time.monotonic() - began >= WHOLE:
            raise TimeoutError from problem
        raise
    finally:
        timer.cancel()
        connection.close()


def _word(problem: Exception) -> str:
    """name, time, certificate, answer (it makes no sense), unsure (our own side), connection."""
    text = f"{type(problem).__name__} {problem}"
    if isinstance(problem, socket.gaierror):
        return "unsure" if problem.errno == socket.EAI_AGAIN else "name"
    if isinstance(problem, UnicodeError):
        return "name"
    if isinstance(problem, TimeoutError) or "Timeout" in text:
        return "time"
    if isinstance(problem, ssl.SSLCertVerificationError) or "CertificateError" in text:
        return "certificate"
    return "answer" if isinstance(problem, HTTPException) else "connection"


def _seconds(text: str) -> int:
    """Retry-After: seconds, or a date."""
    if text.strip().isdecimal():
        return min(int(text.strip()[:9]), 7 * 86_400)
    try:
        until = parsedate_to_datetime(text)
        return max(0, min(int((until - clock.now()).total_seconds()), 7 * 86_400))
    except (ValueError, TypeError):
        return 0
