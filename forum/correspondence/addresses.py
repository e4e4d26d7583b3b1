"""Our addresses, and what each asks for."""

from dataclasses import dataclass

from forum.core import addresses
from forum.core.addresses import ReplyTo


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter was sent: an answer to a message, a space, a way out of letters, or the site itself."""

    address: str
    reply: ReplyTo | None = None
    space: str = ""
    stop: str = ""  # the token of List-Unsubscribe


def place_of(address: str) -> Place | None:
    """What one of our addresses means; None when it is none of ours, or forged."""
    address = address.strip().strip("<>").lower()
    if reply := addresses.opened_reply(address):
        return Place(address, reply=reply)
    if space := addresses.opened_space(address):
        return Place(address, space=space)
    if addresses.opened_stop(address):
        return Place(address, stop=address.partition("@")[0])
    local, _at, domain = address.rpartition("@")
    if domain == addresses.host() and (address == addresses.sender() or local.startswith("palabre+")):
        return Place(address)
    return None


def is_ours(address: str) -> bool:
    """Does the address lie on our domain?"""
    return address.strip().strip("<>").lower().rpartition("@")[2] == addresses.host()
