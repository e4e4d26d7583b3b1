"""Asking machines that are not ours: whom we may ask, at which address, for how long.

An address that somebody wrote may name a machine of our own network. So names are resolved here, every address that a
name has must be public, and the connection goes to the address that was looked at: a name that answers otherwise a
moment later changes nothing. Whoever asks the outside for what people wrote goes through this place.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
LONGEST = 2000  # characters of an address
SAFE = "/%:@!$&'()*+,;=~-._?"
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
