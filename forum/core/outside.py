"""Asking machines that are not ours: whom we may ask, at which address, for how long.

An address that somebody wrote may name a machine of our own network. So names are resolved here, every address that a
name has must be public, and the connection goes to the address that was looked at: a name that answers otherwise a
moment later changes nothing. Whoever asks the outside for what people wrote goes through this place.
"""

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from urllib.parse import quote, urljoin, urlsplit

import certifi
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from forum.core import clock

PORTS = {"http": 80, "https": 443}
CONNECT, READ, WHOLE = 6.0, 10.0, 25.0  # seconds: to be let in, for one silence, for one question in all
HOPS = 5  # redirections that are followed
LONGEST = 2000  # characters of an address
PERMANENT = (301, 308)
REDIRECTIONS = (*PERMANENT, 302, 303, 307)
SAFE = "/%:@!$&'()*+,;=~-._?"
FAILURES = (OSError, HTTPException, HTTPError, ValueError)  # a certificate for another name is a ValueError
# NAT64 of a network's own choice (RFC 8215), and IPv4 written as IPv6 long ago: what lies behind is not known.
HIDDEN = tuple(ipaddress.IPv6Network(each) for each in ("64:ff9b:1::/48", "::/96", "fec0::/10"))
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Refused(Exception):
    """This is not asked: its scheme, its port or its address. `why`: one word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Place:
    """A web address, taken apart and made alike: two ways to write it are one place."""

    scheme: str
    host: str
    port: int
    target: str  # path and query

    @property
    def url(self) -> str:
        """As it is kept."""
        return f"{self.scheme}://{self.authority}{self.target}"

    @property
    def authority(self) -> str:
        """Host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def place_of(url: str) -> Place | None:
    """What an address says; None when it is no web address, carries a password, or is too long."""
    url = url.strip()
    if len(url) > LONGEST or any(each.isspace() or ord(each) < 32 for each in url):
        return None
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        host = host.rstrip(".") if ":" in host else host.rstrip(".").encode("idna").decode().lower()
    except ValueError:  # UnicodeError is one
        return None
    if scheme not in PORTS or not host or "@" in parts.netloc:
        return None
    target = quote(parts.path or "/", safe=SAFE.replace("?", "")) + (
        f"?{quote(parts.query, SAFE)}" if parts.query else ""
    )
    found = Place(scheme, host, port or PORTS[scheme], target)
    return found if len(found.url) <= LONGEST else None


def is_public(address: str) -> bool:
    """May anybody be asked there? Not our own machine, not our network, whatever form the address is written in."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if not found.is_global or found.is_multicast or found.is_unspecified:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not found.is_reserved
    if any(found in network for network in HIDDEN):
        return False
    return all(is_public(str(each)) for each in _carried(found))


def _carried(address: ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """IPv4 addresses inside an IPv6 address: mapped, 6to4, Teredo, NAT64."""
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [each for each in inside if each is not None]


@dataclass(frozen=True, slots=True)
class Guard:
    """Whom we may ask. `trusted`: (host, port) of a test's own server; no setting and no request fills it."""

    trusted: frozenset[tuple[str, int]] = frozenset()

    def addresses(self, place: Place) -> list[str]:
        """Where to connect. Raises Refused, and OSError when the name is not known."""
        known = (place.host, place.port) in self.trusted
        if not known and place.port != PORTS[place.scheme]:
            raise Refused("port")
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(row[4][0]) for row in found))
        if not known and not all(is_public(each) for each in addresses):
            raise Refused("address")
        return addresses


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. `status` 0: nothing answered, `problem` says why in one word.

    `url`: where the last hop led; `is_moved`: every hop on the way said that it is for good.
    """

    url: str
    status: int = 0
    problem: str = ""
    is_moved: bool = False
    wait: int = 0  # seconds that the other side asks for (Retry-After)


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
