"""One letter for one of our addresses: taken once, in one transaction, or left to come again."""

from collections.abc import Iterable
from hashlib import sha256
from traceback import extract_tb

import structlog
from sqlalchemy.exc import IntegrityError, OperationalError

from forum.core.db import db, transaction
from forum.core.i18n import language
from forum.correspondence.addresses import Place, is_ours, place_of
from forum.correspondence.commands.taking import Taking, take
from forum.correspondence.models import ReceivedLetter
from forum.correspondence.outcomes import LATER, NO_SUCH_ADDRESS, TAKEN, UNREADABLE, Outcome, worst
from forum.correspondence.queries import known
from forum.correspondence.reading.letter import Letter, Unreadable, opened

log = structlog.get_logger()
MOST = 20  # of our addresses in one letter


def receive(raw: bytes, recipients: Iterable[str] = (), *, envelope: str | None = None, servers: Iterable[str] = ()) -> Outcome:  # fmt: skip
    """Take a raw message. `recipients`: those of the envelope; headers are asked when there are none.

    `envelope`: its sender, "" for none. `servers`: names under which our mail server writes what it found.
    """
    try:
        letter = opened(raw)
    except Unreadable as problem:
        return _logged(Outcome(UNREADABLE, "unreadable", str(problem)))
    ours = list(recipients) or [each for each in letter.recipients if is_ours(each)]
    if not ours:
        return _logged(Outcome(NO_SUCH_ADDRESS, "nowhere", "none of its addresses is ours"))
    taking = Taking(letter, envelope, frozenset(each.lower() for each in servers))
    return worst([_logged(_for(taking, address)) for address in ours[:MOST]])


def _for(taking: Taking, address: str) -> Outcome:
    place = place_of(address)
    if place is None:
        return Outcome(NO_SUCH_ADDRESS, "nowhere", "no such address")
    spoken = language.get()
    try:
        with transaction():
            return _once(taking, place)
    except IntegrityError:  # two deliveries at once on PostgreSQL: the other one took it, or it comes again
        if known(_digest(taking.letter, place)):
            return Outcome(TAKEN, "twice", "taken before")
        return Outcome(LATER, "later", "somebody else changed the same thing")
    except OperationalError:
        return Outcome(LATER, "later", "the database is busy or not there")
    except Exception as problem:
        # Whatever is wrong here may be right in an hour; the letter stays with the mail server until then.
        # No trace is written: it would hold what people wrote.
        log.error("mail.failed", error=type(problem).__name__, at=_where(problem))
        return Outcome(LATER, "later", f"internal error: {type(problem).__name__}")
    finally:
        language.set(spoken)


def _once(taking: Taking, place: Place) -> Outcome:
    digest = _digest(taking.letter, place)
    if known(digest):
        return Outcome(TAKEN, "twice", "taken before")
    message = sha256((taking.letter.message_id or digest).encode()).hexdigest()
    row = ReceivedLetter(digest=digest, message=message, outcome="taken")
    db.session.add(row)
    db.session.flush()
    outcome = take(taking, place, row)
    row.outcome = outcome.word
    if outcome.code not in (TAKEN,):
        db.session.delete(row)  # refused or later: nothing is known of it
    return outcome


def _where(problem: Exception) -> str:
    """The line of ours where it happened."""
    frames = [frame for frame in extract_tb(problem.__traceback__) if "/forum/" in frame.filename]
    return f"{frames[-1].filename.rpartition('/forum/')[2]}:{frames[-1].lineno}" if frames else ""


def _digest(letter: Letter, place: Place) -> str:
    return sha256(f"{letter.digest} {place.address}".encode()).hexdigest()


def _logged(outcome: Outcome) -> Outcome:
    """Refusals are in the log of the mail server, in one line of ours."""
    if outcome.code == TAKEN:
        log.info("mail.received", outcome=outcome.word)
    return outcome
