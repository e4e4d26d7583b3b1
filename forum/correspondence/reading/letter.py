"""A raw message, opened: who, to whom, about what, in which words, with what attached."""

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from hashlib import sha256

from forum.correspondence.reading import headers
from forum.correspondence.reading.bodies import Body, body_of

LONGEST = 30_000_000  # bytes of one message


class Unreadable(ValueError):
    """It is no message: no headers, or too large."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. Addresses are in lower case."""

    message: Message = field(repr=False)
    digest: str  # the same when the same message is delivered twice
    sender: str
    sender_name: str
    subject: str
    message_id: str
    answers: tuple[str, ...]  # Message-IDs it answers, the nearest last
    date: datetime | None
    body: Body

    @property
    def recipients(self) -> list[str]:
        """Where it was delivered, as far as headers tell; then to whom it is addressed."""
        delivered = headers.people(self.message, "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
        addressed = headers.people(self.message, "To", "Cc", "Resent-To")
        return list(dict.fromkeys(address for _name, address in (*delivered, *addressed)))


def opened(raw: bytes) -> Letter:
    """Open a message. Raises Unreadable."""
    if len(raw) > LONGEST:
        raise Unreadable(f"the message has more than {LONGEST} bytes")
    if raw.startswith(b"From "):  # the envelope line that pipes add
        raw = raw.partition(b"\n")[2]
    message = message_from_bytes(raw, policy=policy.compat32)
    if not message.keys():
        raise Unreadable("there are no headers")
    names = headers.people(message, "From") or headers.people(message, "Sender")
    # Two senders are no sender: servers check one of them, programs show the other.
    name, address = names[0] if len({each for _name, each in names}) == 1 else ("", "")
    own = headers.message_ids(message, "Message-ID")
    nearest = headers.message_ids(message, "In-Reply-To")
    before = [each for each in headers.message_ids(message, "References") if each not in nearest]
    return Letter(
        message=message,
        digest=sha256(own[0].encode() if own else raw).hexdigest(),
        sender=address,
        sender_name=name,
        subject=headers.said(message, "Subject"),
        message_id=own[0] if own else "",
        answers=(*before, *nearest[:1]),
        date=headers.date_of(message),
        body=body_of(message),
    )
