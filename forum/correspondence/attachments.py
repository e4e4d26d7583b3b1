"""Files that travel with letters: the one place that speaks with the room of files.

When it refuses a file, the text says what came along.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from forum.core.errors import Problem
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.correspondence.reading.bodies import Attached
from forum.files.commands import attach, store

LOGO = 12_000  # bytes: pictures inside the text that are smaller belong to signatures
MOST = 10  # files of one message


@dataclass(slots=True)
class Kept:
    """Files that wait to be tied to a message, and what could not be kept."""

    ids: list[int] = field(default_factory=list)
    left: list[Attached] = field(default_factory=list)


def set_aside(actor: Actor, parts: Iterable[Attached], *, owner_id: int | None = None) -> Kept:
    """Keep what can be kept. `owner_id`: imports only."""
    kept = Kept()
    worth = [
        part for part in parts if not (part.is_inside and part.type.startswith("image/") and len(part.data) < LOGO)
    ]
    for part in worth:
        if len(kept.ids) >= MOST:
            kept.left.append(part)
            continue
        try:
            kept.ids.append(store(actor, part.name, part.data, owner_id=owner_id).id)
        except Problem:
            kept.left.append(part)
    return kept


def noted(text: str, kept: Kept) -> str:
    """The text, with a line about files that could not be kept."""
    if not kept.left:
        return text
    names = ", ".join(f"{_plain(part.name)} ({_size(len(part.data))})" for part in kept.left)
    said = _("Attached to the letter:")
    return f"{text}\n\n*{said} {names}*".strip()


def keep_attachments(actor: Actor, kept: Kept, item_id: int, number: int) -> None:
    """Tie what was kept to its message."""
    if kept.ids:
        attach(actor, kept.ids, item_id, number)


def _plain(name: str) -> str:
    return "".join("\\" + letter if letter in "*_[]`<>\\" else letter for letter in name)


def _size(count: int) -> str:
    if count < 1_000_000:
        return _("%(n)s kB", n=max(1, round(count / 1000)))
    return _("%(n)s MB", n=round(count / 1_000_000, 1))
