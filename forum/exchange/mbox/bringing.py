"""The import itself: the file is read twice, once for its headers, then conversation by conversation."""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.events import importing
from forum.core.i18n import _
from forum.core.permissions import SYSTEM
from forum.correspondence.attachments import Kept, keep_attachments, noted, set_aside
from forum.correspondence.reading.letter import Letter, Unreadable, opened
from forum.correspondence.reading.subjects import purpose_of, title_of
from forum.correspondence.reading.typed import typed
from forum.exchange.importers.report import Refused, Report
from forum.exchange.importers.run import words_of
from forum.exchange.mbox.senders import Senders, sender
from forum.exchange.mbox.splitting import raw_of, spans_of
from forum.exchange.mbox.threading import Conversation, Message, conversations, message_of
from forum.items.commands.reply import reply
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.spaces.models import Space
from forum.threads.commands import ask
from forum.threads.models import Thread


class _Undo(Exception):
    """Ends the transaction of a dry run."""


class Archive:
    """One archive on its way into one space."""

    def __init__(self, path: Path, space: Space, report: Report, senders: Senders) -> None:
        self.path, self.space, self.report, self.senders = path, space, report, senders
        self.known: dict[str, tuple[int, int]] = {}  # what an earlier import brought

    def messages(self, progress: Callable[[int], Any]) -> list[Message]:
        """First reading: what threading needs. A message that is none is told of."""
        found: list[Message] = []
        before: datetime | None = None
        for span in spans_of(self.path):
            try:
                letter = opened(raw_of(self.path, span))
            except Unreadable as problem:
                self.refuse(span.number, "", str(problem))
            else:
                found.append(message_of(span, letter, before))
                before = found[-1].date
            progress(span.size)
        self.known = _known(list({name for each in found for name in (each.id, *each.answers)}))
        return found

    def bring(self, conversation: Conversation) -> None:
        """Second reading: one conversation in one transaction; a bad message takes nothing with it."""
        refused: list[tuple[Message, str]] = []
        outcome, count = "skipped", 0
        try:
            with importing(), transaction():
                names = {each.id for each in conversation.messages} | set(conversation.first.answers)
                places = {name: self.known[name] for name in names & self.known.keys()}
                item_id = next((place[0] for place in places.values()), None)
                for message in conversation.messages:
                    if message.id in places:
                        continue
                    try:
                        with db.session.begin_nested():
                            place = self._put(message, item_id, places)
                    except OperationalError:
                        raise
                    except Exception as problem:  # whatever is wrong with one message, the others are taken
                        self.senders.forget()
                        refused.append((message, words_of(problem)))
                        continue
                    outcome = "made" if item_id is None else outcome if outcome == "made" else "changed"
                    item_id, places[message.id], count = place[0], place, count + 1
                if self.report.dry_run:
                    raise _Undo
        except _Undo:
            self.senders.forget()
        finally:
            db.session.expunge_all()
        if count or not refused:
            setattr(self.report, outcome, getattr(self.report, outcome) + 1)
        self.report.messages += count
        for message, why in refused:
            self.refuse(message.span.number, message.id, why)

    def _put(self, message: Message, item_id: int | None, places: dict[str, tuple[int, int]]) -> tuple[int, int]:
        """One message: opens the discussion, or answers in it. Answers where it is now."""
        letter = opened(raw_of(self.path, message.span))
        author_id = self.senders.id_of(sender(letter.sender_name, letter.sender))
        text = typed(letter, is_answer=item_id is not None or bool(message.answers)).text
        # A dry run keeps no file: they would lie in the storage afterwards.
        kept = Kept() if self.report.dry_run else set_aside(SYSTEM, letter.body.attached, owner_id=author_id)
        source = noted(text, kept) or _names(letter)
        if not source:
            raise Invalid(_("This message holds no text of its own."))
        if item_id is None:
            thread = ask(
                SYSTEM, self.space, title=_title(letter, source), source=source, purpose=purpose_of(letter.subject),
                author_id=author_id, created_at=message.date, external_id=message.id,
            )  # fmt: skip
            place = (thread.id, 1)
        else:
            item = db.session.get(Item, item_id)
            assert item is not None
            above = places.get(message.parent.id) if message.parent else None
            post = reply(
                SYSTEM, item, source, reply_to=above[1] if above and above[1] > 1 else None, author_id=author_id,
                created_at=max(message.date, item.created_at), external_id=message.id,
            )  # fmt: skip
            place = (item.id, post.number)
        keep_attachments(SYSTEM, kept, *place)
        return place

    def refuse(self, number: int, name: str, why: str) -> None:
        """A message that was not taken, by its place in the file."""
        self.report.refused.append(Refused(number, name, why))


def _known(names: list[str]) -> dict[str, tuple[int, int]]:
    """Messages that an earlier import brought: (item, number). Two queries for a thousand names."""
    found: dict[str, tuple[int, int]] = {}
    for start in range(0, len(names), 1000):
        some = names[start : start + 1000]
        threads = select(Thread.id, Thread.external_id).where(Thread.kind == "thread", Thread.external_id.in_(some))
        posts = select(Post.item_id, Post.number, Post.external_id).where(Post.external_id.in_(some))
        found |= {row.external_id or "": (row.item_id, row.number) for row in db.session.execute(posts)}
        found |= {row.external_id or "": (row.id, 1) for row in db.session.execute(threads)}
    return found


def _names(letter: Letter) -> str:
    """A message of files alone says their names."""
    return ", ".join(each.name for each in letter.body.attached)


def _title(letter: Letter, text: str) -> str:
    title = title_of(letter.subject, text)
    without = _("no subject")
    return title if len(title) >= 5 else f"{title} ({without})".strip()


def run_mbox(
    path: Path, space: Space, *, dry_run: bool = False, author: str = "", progress: Callable[[int], Any] | None = None
) -> Report:
    """Import a mailing list's archive. Twice is once; nobody is written to.

    Raises OperationalError when the database itself fails: what was committed stays, a second run goes on from there.
    """
    began = time.perf_counter()
    db.session.expunge_all()
    archive = Archive(path, space, Report(dry_run), Senders(author or _("Imported data")))
    for conversation in conversations(archive.messages(progress or (lambda size: None))):
        archive.bring(conversation)
    archive.report.refused.sort(key=lambda each: each.line)
    archive.report.seconds = time.perf_counter() - began
    return archive.report
