"""The door for a mailbox at a provider: read what is new, take it, put it away."""

import imaplib
import re
import ssl
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from forum.correspondence.outcomes import LATER, TAKEN, Outcome

PATIENCE = 30  # seconds
MOST = 200  # letters of one look


def poll(url: str, take: Callable[[bytes], Outcome], *, keep: str = "") -> list[Outcome]:
    """Take every unread letter of a mailbox. Taken ones are deleted, or moved to the folder `keep`.

    What must come again stays unread; what is refused stays, read and flagged. Raises OSError or imaplib.IMAP4.error.
    """
    parts = urlsplit(url)
    box = _connected(parts.scheme, parts.hostname or "localhost", parts.port)
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        status, said = box.select(_quoted(unquote(parts.path.lstrip("/")) or "INBOX"))
        if status != "OK":
            raise imaplib.IMAP4.error(f"the mailbox cannot be opened: {said!r}")
        _status, found = box.uid("SEARCH", "UNSEEN")
        numbers = (found[0] or b"").split()[:MOST] if found else []
        outcomes = [_one(box, number.decode(), take, keep) for number in numbers]
        box.expunge()
        return outcomes
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            box.logout()


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=ssl.create_default_context(), timeout=PATIENCE)
    return imaplib.IMAP4(host, port or 143, timeout=PATIENCE)


def _one(box: imaplib.IMAP4, number: str, take: Callable[[bytes], Outcome], keep: str) -> Outcome:
    """PEEK leaves it unread: a process that dies here reads it again, and the digest knows it."""
    _status, data = box.uid("FETCH", number, "(BODY.PEEK[])")
    raw = next((each[1] for each in data or [] if isinstance(each, tuple)), b"")
    outcome = take(raw)
    if outcome.code == LATER:
        return outcome
    if outcome.code != TAKEN:
        box.uid("STORE", number, "+FLAGS", "(\\Seen \\Flagged)")
        return outcome
    if keep and box.uid("COPY", number, _quoted(keep))[0] != "OK":
        return Outcome(LATER, "later", f"the folder {keep} does not take it")
    box.uid("STORE", number, "+FLAGS", "(\\Seen \\Deleted)")
    return outcome


def _quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
