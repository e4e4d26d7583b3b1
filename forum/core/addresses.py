"""Mail addresses of the site: where a letter comes from, where an answer to it goes, the threads of a mail program.

An address that takes mail carries its meaning and a signature, so that a letter that comes back needs no look-up:
`r.12.7.3.<signature>@host` answers message 3 of item 7 as person 12; `space+bretagne@host` starts a discussion.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from forum.core.letters import installation

SIGNATURE = 16  # hexadecimal digits: 64 bits, tried over mail, are enough
REPLY = re.compile(r"^r\.(\d+)\.(\d+)\.(\d+)\.([0-9a-f]{16})$")
SPACE = re.compile(r"^space\+([a-z0-9-]+)$")
STOP = re.compile(r"^(?:u\.)?((\d+)\.([a-z]+)\.(\d+)\.([0-9a-f]{16}))$")


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """What a reply address says: who answers which message."""

    user_id: int
    item_id: int
    number: int


def host() -> str:
    """The domain that receives mail: FORUM_MAIL_DOMAIN, or the host of the public address."""
    return installation().mail_domain


def sender() -> str:
    """The address that letters of the site come from; mail to it is answered with an explanation."""
    return f"palabre@{host()}"


def reply_address(user_id: int, item_id: int, number: int) -> str:
    """Where this person's answer to this message goes. Nobody else can make it."""
    words = f"r.{user_id}.{item_id}.{number}"
    return f"{words}.{_signature(words)}@{host()}"


def opened_reply(address: str) -> ReplyTo | None:
    """What a reply address says; None when it is none of ours, or forged."""
    local, _at, domain = address.strip().lower().rpartition("@")
    found = REPLY.match(local)
    if domain != host() or not found:
        return None
    words = local.rpartition(".")[0]
    if not hmac.compare_digest(_signature(words), found[4]):
        return None
    return ReplyTo(int(found[1]), int(found[2]), int(found[3]))


def space_address(slug: str) -> str:
    """Where a new discussion of a space is sent."""
    return f"space+{slug}@{host()}"


def opened_space(address: str) -> str | None:
    """The slug of the space that an address names; None when it names none."""
    local, _at, domain = address.strip().lower().rpartition("@")
    found = SPACE.match(local)
    return found[1] if domain == host() and found else None


def message_id(item_id: int, number: int) -> str:
    """The Message-ID of a message of an item, the same in everybody's mailbox: answers gather under it."""
    return f"<item.{item_id}.{number}@{host()}>"


MESSAGE_ID = re.compile(r"<item\.(\d+)\.(\d+)@([^>]+)>")


def opened_message_ids(references: str) -> list[tuple[int, int]]:
    """(item, number) of each of our Message-IDs in In-Reply-To or References, in their order."""
    return [(int(item), int(number)) for item, number, domain in MESSAGE_ID.findall(references) if domain == host()]


def list_id(slug: str) -> str:
    """The List-Id of a space (RFC 2919)."""
    return f"<{slug}.{host()}>"


@dataclass(frozen=True, slots=True)
class Stop:
    """What a link to unsubscribe says: who wants no more of what (item 7, space 3, digest, mention, all…)."""

    user_id: int
    what: str
    number: int


def stop_token(user_id: int, what: str, number: int = 0) -> str:
    """For /unsubscribe/<token>. It does not expire: the letter may be read years later."""
    words = f"{user_id}.{what}.{number}"
    return f"{words}.{_signature('u.' + words)}"


def stop_address(user_id: int, what: str, number: int = 0) -> str:
    """A letter to this address unsubscribes like the link does."""
    return f"u.{stop_token(user_id, what, number)}@{host()}"


def opened_stop(token_or_address: str) -> Stop | None:
    """What a token, or an address made of it, says; None when it is none of ours, or forged."""
    local, _at, domain = token_or_address.strip().lower().partition("@")
    found = STOP.match(local)
    if not found or (domain and domain != host()):
        return None
    words = found[1].rpartition(".")[0]
    if not hmac.compare_digest(_signature("u." + words), found[5]):
        return None
    return Stop(int(found[2]), found[3], int(found[4]))


def _signature(words: str) -> str:
    key = installation().secret_key.encode()
    return hmac.new(key, b"mail-address:" + words.encode(), hashlib.sha256).hexdigest()[:SIGNATURE]
