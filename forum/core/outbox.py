"""The postman: takes letters that are due, hands them over, and knows after a kill what became of each.

A letter is claimed by one postman before it is touched (several processes never send the same one), marked as
"handing over" when only its last dot is left to be sent, and marked as sent when the server has taken it.
"""

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy import or_, select, update

from forum.core import addresses, clock
from forum.core.db import db, transaction
from forum.core.events import emit
from forum.core.ids import secret
from forum.core.mail import Mail
from forum.core.transports import Connection, Refused, Transport, Unreachable, parcel_of

log = structlog.get_logger()
LEASE = timedelta(minutes=30)  # a claim older than this belongs to somebody who is gone: longer than any letter takes
BATCH = timedelta(seconds=30)  # then the rest goes back, and other work of this process has its turn
PATIENCE = timedelta(days=5)  # RFC 5321: whoever is refused for so long is told no more
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ME = f"{socket.gethostname()[:40]}:{os.getpid()}:{secret(6)}"


@dataclass(slots=True)
class Pause:
    """How long a server that does not answer is left alone: longer each time, five minutes at most."""

    times: int = 0
    until: datetime | None = None

    def longer(self) -> None:
        """It did not answer again."""
        self.times += 1
        self.until = clock.now() + timedelta(seconds=min(300, 2**self.times))


_pauses: dict[str, Pause] = {}
_looked: set[int] = set()


def send_due(transport: Transport, base_url: str, limit: int = 50, me: str = ME) -> int:
    """Send what is due, over one connection. Answers how many left."""
    if os.getpid() not in _looked:
        _looked.add(os.getpid())
        release_the_dead()
    pause = _pauses.setdefault(transport.name, Pause())
    if (pause.until and pause.until > clock.now()) or not _something_is_due():
        return 0
    claimed = _claim(me, limit)
    if not claimed:
        return 0
    sent, begun = 0, clock.now()
    try:
        with transport.connection() as connection:  # type: ignore[attr-defined]
            while claimed and clock.now() - begun < BATCH:
                sent += _deliver(connection, claimed.pop(0), base_url)
            pause.times, pause.until = 0, None
    except Unreachable as problem:
        pause.longer()
        log.warning("mail.unreachable", times=pause.times, error=str(problem)[:60])
    finally:
        _change([mail.id for mail in claimed], claimed_by="", claimed_at=None)
    return sent


def _something_is_due() -> bool:
    """One tiny query when idle, and no write lock."""
    return db.session.scalar(select(Mail.id).where(*_due()).limit(1)) is not None


def _due() -> tuple[Any, ...]:
    now = clock.now()
    free = or_(Mail.claimed_at.is_(None), Mail.claimed_at < now - LEASE)
    return Mail.sent_at.is_(None), Mail.next_at <= now, free


def _claim(me: str, limit: int) -> list[Mail]:
    """Take some. On PostgreSQL rows that another postman is taking are skipped; SQLite has one writer."""
    with transaction():
        rows = select(Mail).where(*_due()).order_by(Mail.next_at, Mail.id).limit(limit)
        found = list(db.session.scalars(rows.with_for_update(skip_locked=True)))
        unsure = [mail.id for mail in found if mail.handing_at and not mail.again]
        if unsure:
            log.warning("mail.unsure", mails=unsure)
            _change(unsure, sent_at=clock.now(), text="", html="", problem="unsure")
            for each in unsure:
                emit("mail.unsure", actor_id=None, mail=each)
        taken = [mail for mail in found if mail.id not in unsure]
        _change([mail.id for mail in taken], claimed_by=me, claimed_at=clock.now(), handing_at=None)
        for mail in found:
            db.session.refresh(mail)
            db.session.expunge(mail)
    return taken


def _change(ids: list[int], **values: Any) -> None:
    if ids:
        with transaction():
            db.session.execute(update(Mail).where(Mail.id.in_(ids)).values(**values))


def _deliver(connection: Connection, mail: Mail, base_url: str) -> int:
    """One letter. Raises Unreachable when the connection broke: the letter waits, like after a refusal."""
    host = addresses.host() or urlsplit(base_url).hostname or "localhost"
    try:
        parcel = parcel_of(mail, f"palabre@{host}", host)
    except Exception as problem:  # a letter that cannot be built must not hold up the others
        log.error("mail.unmade", mail=mail.id, exc_info=problem)
        _failed(mail, type(problem).__name__, address=False)
        return 0
    try:
        connection.deliver(parcel, about_to=lambda: _change([mail.id], handing_at=clock.now()))
    except Refused as problem:
        if problem.for_good or clock.now() - mail.created_at > PATIENCE:
            _failed(mail, str(problem), address=problem.address)
        else:
            _later(mail, str(problem))
        return 0
    except Unreachable as problem:
        _later(mail, str(problem))
        raise
    gone = {"text": "", "html": "", "headers": {}}
    _change([mail.id], sent_at=clock.now(), claimed_by="", claimed_at=None, handing_at=None, problem="", **gone)
    return 1


def _later(mail: Mail, reason: str) -> None:
    """Again after a pause that grows: half a minute, a minute… six hours."""
    attempts = mail.attempts + 1
    log.warning("mail.delayed", mail=mail.id, attempts=attempts)
    wait = timedelta(seconds=min(21600, 15 * 2 ** min(attempts, 12)))
    _change([mail.id], attempts=attempts, next_at=clock.now() + wait, problem=reason[:200], claimed_by="",
            claimed_at=None, handing_at=None)  # fmt: skip


def _failed(mail: Mail, reason: str, *, address: bool) -> None:
    """Never again. Whoever counts refused addresses hears of it."""
    log.warning("mail.failed", mail=mail.id, address=address)
    with transaction():
        _change([mail.id], failed_at=clock.now(), next_at=NEVER, problem=reason[:200], attempts=mail.attempts + 1,
                claimed_by="", claimed_at=None, handing_at=None, text="", html="")  # fmt: skip
        emit("mail.refused", actor_id=None, mail=mail.id, hard=address)


def release_the_dead() -> int:
    """Claims of processes of this machine that are gone: after a kill nobody waits for the lease to end."""
    rows = select(Mail.claimed_by).where(Mail.sent_at.is_(None), Mail.claimed_by != "").distinct()
    gone = [each for each in db.session.scalars(rows) if each != ME and _is_gone(each)]
    if gone:
        with transaction():
            free = update(Mail).where(Mail.claimed_by.in_(gone), Mail.sent_at.is_(None))
            db.session.execute(free.values(claimed_by="", claimed_at=None))
    return len(gone)


def _is_gone(postman: str) -> bool:
    host, pid, _secret = (*postman.split(":"), "", "")[:3]
    if host != socket.gethostname()[:40] or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def run(context: Callable[[], Any], transport: Transport, base_url: str, stop: Callable[[float], Any]) -> None:
    """Work until `stop(seconds)`, which waits, answers true: in a thread of its own, so a slow mail server holds up
    neither search nor notifications."""
    wait = 0.0
    while not stop(wait):
        try:
            with context():
                wait = 0.0 if send_due(transport, base_url) else 1.0
        except Exception as problem:
            wait = 5.0
            log.error("mail.stumbled", exc_info=problem)


def waiting() -> tuple[int, int]:
    """(how many wait, how many were refused for good in the last week): for `forum check`."""
    count = db.func.count
    waits = db.session.scalar(select(count()).where(Mail.sent_at.is_(None), Mail.failed_at.is_(None)))
    week = clock.now() - timedelta(days=7)
    return waits or 0, db.session.scalar(select(count()).where(Mail.failed_at >= week)) or 0
