"""Which messages are one conversation: by what they answer, else by their subject within two months."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from forum.core import clock
from forum.correspondence.reading.letter import Letter
from forum.correspondence.reading.subjects import key_of
from forum.exchange.mbox.splitting import Span

NEAR = timedelta(days=60)
ANSWERS = re.compile(r"^\s*(?:\[[^\]]*\]\s*)*(?:re|ré|rép|aw|sv|antw|tr|fwd?)(?:\s?\[\d+\])?\s?:", re.I)


@dataclass(slots=True)
class Message:
    """A message as threading needs it; its words are read later."""

    span: Span
    id: str  # made of its Message-ID, which may hold an address
    subject: str
    answers: tuple[str, ...]  # ids, the nearest last
    date: datetime
    parent: "Message | None" = None


@dataclass(slots=True)
class Conversation:
    """Messages that belong together: the first one opens the discussion."""

    messages: list[Message] = field(default_factory=list)

    @property
    def first(self) -> Message:
        """Which opens it."""
        return self.messages[0]


def identity(message_id: str) -> str:
    """The external id of a message: shows neither host nor address."""
    return "mbox-" + sha256(message_id.encode()).hexdigest()[:32]


def message_of(span: Span, letter: Letter, before: datetime | None) -> Message:
    """What threading needs of a letter. One without a date stands after the one before it in the file."""
    now = clock.now()
    date = min(letter.date or before or now, now)
    answers = tuple(identity(each) for each in letter.answers)
    own = identity(letter.message_id or f"{letter.sender} {letter.date} {letter.subject} {letter.digest}")
    return Message(span, own, letter.subject, answers, date)


def conversations(messages: Iterable[Message]) -> list[Conversation]:
    """All conversations, by the date of their first message. The same message twice counts once."""
    known: dict[str, Message] = {}
    for message in messages:
        known.setdefault(message.id, message)
    ordered = sorted(known.values(), key=lambda each: (each.date, each.span.number))
    for message in ordered:
        parents = (known[each] for each in reversed(message.answers) if each in known and each != message.id)
        message.parent = next((each for each in parents if not _is_below(each, message)), None)
    return _gathered(ordered)


def _is_below(message: Message, above: Message) -> bool:
    """Two letters that claim to answer each other must not make a circle."""
    at: Message | None = message
    while at is not None:
        if at is above:
            return True
        at = at.parent
    return False


def _gathered(ordered: list[Message]) -> list[Conversation]:
    of: dict[str, Conversation] = {}  # id of the topmost message → its conversation
    latest: dict[str, Conversation] = {}  # subject → the conversation that spoke of it last
    for message in ordered:
        top = message
        while top.parent is not None:
            top = top.parent
        found = of.get(top.id) or _of_subject(top, latest)
        if found is None:
            found = Conversation()
        of[top.id] = found
        found.messages.append(message)
        latest[key_of(message.subject)] = found
    unique = {id(each): each for each in of.values()}
    for each in unique.values():
        each.messages.sort(key=_order)
    return sorted(unique.values(), key=lambda each: each.first.date)


def _order(message: Message) -> tuple[bool, datetime, int]:
    """What answers nothing comes first, whatever clocks say; then by date."""
    return (message.parent is not None or _answers(message), message.date, message.span.number)


def _answers(message: Message) -> bool:
    return bool(message.answers) or bool(ANSWERS.match(message.subject))


def _of_subject(message: Message, latest: dict[str, Conversation]) -> Conversation | None:
    """By its subject, for a letter that answers something which the file or its headers do not have."""
    found = latest.get(key_of(message.subject))
    if found is None or not key_of(message.subject) or not _answers(message):
        return None
    return found if message.date - found.messages[-1].date <= NEAR else None
