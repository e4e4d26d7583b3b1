"""Letters that answer letters: why something was not posted, what was done, what can be done."""

from hashlib import sha256

from forum.core import clock, letters
from forum.core.addresses import host, sender
from forum.correspondence.reading.automatic import wants_no_answer
from forum.correspondence.reading.letter import Letter

LONGEST = 20_000  # characters of a text that goes back


def explain(letter: Letter, why: str, what: str = "", *, text: str = "", path: str = "", name: str = "", locale: str = "", is_sure: bool = True) -> None:  # fmt: skip
    """Say why nothing was posted and what to do, and give the text back.

    `is_sure`: only the account's owner can have written; else the address may be forged: one answer a day.
    """
    if not letter.sender or wants_no_answer(letter):
        return
    values = {"why": why, "what": what, "text": text[:LONGEST], "path": path, "name": name, "subject": letter.subject}
    letters.send("correspondence/refused", to=letter.sender, key=_key(letter, is_sure), locale=locale, **values)


def confirm(letter: Letter, done: str, *, path: str = "", name: str = "", locale: str = "") -> None:
    """Say what was done: whoever did not write the letter learns of it too."""
    values = {"done": done, "path": path, "name": name, "subject": letter.subject}
    letters.send("correspondence/done", to=letter.sender, key=_key(letter, True), locale=locale, **values)


def help_with(letter: Letter, *, spaces: list[tuple[str, str]], name: str = "", locale: str = "") -> None:
    """Say what can be done by mail. `spaces`: name and address of those the person is in."""
    if letter.sender and not wants_no_answer(letter):
        values = {"name": name, "spaces": spaces, "subject": letter.subject, "sender": sender(), "host": host()}
        letters.send("correspondence/help", to=letter.sender, key=_key(letter, bool(name)), locale=locale, **values)


def _key(letter: Letter, is_sure: bool) -> str:
    """The outbox takes a key once: that is the limit of one answer a day to an address that may be forged."""
    if is_sure:
        return f"correspondence/{letter.digest}"
    person = sha256(letter.sender.encode()).hexdigest()[:32]
    return f"correspondence/{person}/{clock.now().date().isoformat()}"
