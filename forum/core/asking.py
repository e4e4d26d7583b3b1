"""Asking a web address whether something answers, at the address that `outside` looked at.

Apart from `outside`, since what speaks HTTP is loaded only where somebody is asked.
"""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import urljoin

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from forum.core import clock
from forum.core.outside import Answer, Guard, Place, Refused, place_of

CONNECT, READ, WHOLE = 6.0, 10.0, 25.0  # seconds: to be let in, for one silence, for one question in all
HOPS = 5  # redirections that are followed
PERMANENT = (301, 308)
REDIRECTIONS = (*PERMANENT, 302, 303, 307)
FAILURES = (OSError, HTTPException, HTTPError, ValueError)  # a certificate for another name is a ValueError


def look(place: Place, guard: Guard, agent: str) -> Answer:
    """Is there something? HEAD, then GET where HEAD is not taken; redirections are followed, each one guarded."""
    start, is_moved = place, True
    for hop in range(HOPS + 1):
        try:
            status, headers = _asked(place, guard, agent)
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
        status, headers = _question("HEAD", place, guard, agent)
    except (HTTPException, ConnectionResetError):  # some servers hang up on a HEAD
        return _question("GET", place, guard, agent)
    # Many answer a HEAD with an error and the page with the page; "too many" is an answer.
    return _question("GET", place, guard, agent) if status >= 400 and status != 429 else (status, headers)


def _question(method: str, place: Place, guard: Guard, agent: str) -> tuple[int, dict[str, str]]:
    """One request at an address that was looked at. Of the answer only the head is read."""
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
            connection.request(method, place.target, headers=headers, preload_content=False, decode_content=False)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.headers.items()}
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
