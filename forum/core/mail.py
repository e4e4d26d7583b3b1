"""Mail leaves through one table: written with the change that causes it, sent by the postman (core/outbox.py)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Index, String, Text, insert, select, true
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

SOME = 500  # letters in one statement


class Mail(db.Model):
    """A message that waits or was sent. `key` makes writing it twice harmless; the text goes once it is sent.

    Its life: waits → claimed by one postman → handing over (its last dot is about to leave) → sent, or failed for good.
    """

    __tablename__ = "mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    sender_name: Mapped[str] = mapped_column(String(120), default="", server_default="")  # empty: Palabre
    headers: Mapped[dict] = mapped_column(default=dict, server_default="{}")  # beyond From, To, Subject, Date
    # After a kill while it was handed over nobody knows whether it left. Letters that may not be lost leave again
    # under the same Message-ID; what also stands on the site does not: decision 010.
    again: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_at: Mapped[datetime] = mapped_column(default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str] = mapped_column(String(80), default="", server_default="")
    claimed_at: Mapped[datetime | None]
    handing_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(200), default="", server_default="")  # what the mail server said last
    __table_args__ = (Index("ix_mails_sent_at_next_at", "sent_at", "next_at"),)


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that is ready to be put in the outbox."""

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    sender_name: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    again: bool = True


def post(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    sender_name: str = "",
    headers: dict[str, str] | None = None,
    again: bool = True,
) -> None:
    """Put a message in the outbox, in the current transaction. A key that exists already is left alone."""
    post_all([Draft(key, to, subject, text, html, sender_name, headers or {}, again)])


def post_all(drafts: Iterable[Draft]) -> int:
    """Put many in the outbox. Two statements for each 500, however many there are. Answers how many were new."""
    fresh = list({draft.key: draft for draft in drafts}.values())
    new = 0
    for start in range(0, len(fresh), SOME):
        some = fresh[start : start + SOME]
        known = set(db.session.scalars(select(Mail.key).where(Mail.key.in_([draft.key for draft in some]))))
        rows = [_row(draft) for draft in some if draft.key not in known]
        if rows:
            db.session.execute(insert(Mail), rows)
        new += len(rows)
    return new


def _row(draft: Draft) -> dict[str, object]:
    return {
        "key": draft.key, "recipient": draft.to, "subject": _line(draft.subject, 300), "text": draft.text,
        "html": draft.html, "sender_name": _line(draft.sender_name, 120), "again": draft.again,
        "headers": {name: _line(value, 2000) for name, value in draft.headers.items()},
    }  # fmt: skip


def _line(text: str, most: int) -> str:
    """On one line: what people typed never begins a header of its own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:most]
