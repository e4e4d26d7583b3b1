"""Private addresses: signed, so that none is kept; each holds a serial number, so that a renewed one ends the old."""

import hashlib
import hmac
import re

from forum.core.letters import installation

KEY = re.compile(r"(\d{1,9})\.(\d{1,9})\.([0-9a-f]{40})")


def key_of(purpose: str, number: int, serial: int) -> str:
    """For an address. `purpose`: feeds of a person, or one saved search."""
    return f"{number}.{serial}.{_signature(purpose, number, serial)}"


def opened_key(purpose: str, key: str) -> tuple[int, int] | None:
    """(number, serial) of a key; None when it is forged."""
    found = KEY.fullmatch(key)
    if not found:
        return None
    number, serial = int(found[1]), int(found[2])
    return (number, serial) if hmac.compare_digest(_signature(purpose, number, serial), found[3]) else None


def _signature(purpose: str, number: int, serial: int) -> str:
    words = f"address:{purpose}:{number}:{serial}".encode()
    return hmac.new(installation().secret_key.encode(), words, hashlib.sha256).hexdigest()[:40]
