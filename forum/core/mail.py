"""Mail leaves through one table: written with the change that causes it, sent by the worker, retried."""

import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db, transaction

log = structlog.get_logger()


class Mail(db.Model):
    """A message that waits or was sent. `key` makes writing it twice harmless; the text goes once it is sent."""

    __tablename__ = "mails"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    next_at: Mapped[datetime] = mapped_column(default=clock.now)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_mails_sent_at_next_at", "sent_at", "next_at"),)


def post(*, key: str, to: str, subject: str, text: str, html: str = "") -> None:
    """Put a message in the outbox, in the current transaction. A key that exists already is left alone."""
    if db.session.scalar(select(Mail.id).where(Mail.key == key)) is None:
        db.session.add(Mail(key=key, recipient=to, subject=" ".join(subject.split())[:300], text=text, html=html))


class Transport(Protocol):
    """Where messages go."""

    def send(self, message: EmailMessage) -> None:
        """Hand over one message or raise OSError / smtplib.SMTPException."""


class Folder:
    """The default: one .eml file a message, which the administrator reads at /admin/mail."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, message: EmailMessage) -> None:
        """Written under its Message-ID: sent twice, it is still one file."""
        self.path.mkdir(parents=True, exist_ok=True)
        name = str(message["Message-ID"]).strip("<>").split("@")[0]
        draft = self.path / f".{name}.part"
        draft.write_bytes(message.as_bytes())
        draft.rename(self.path / f"{name}.eml")


class Smtp:
    """A real mail server: smtp:// (with STARTTLS when it offers it) or smtps://."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        """One connection a message; 20 seconds at most."""
        host, port = self.url.hostname or "localhost", self.url.port
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=20, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(host, port or 25, timeout=20)
        with server:
            if self.url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
            server.send_message(message)


def transport_for(mail_url: str, data_dir: Path) -> Transport:
    """The transport that the configuration asks for."""
    if mail_url.startswith("smtp"):
        return Smtp(mail_url)
    if mail_url.startswith("folder://"):
        return Folder(Path(mail_url.removeprefix("folder://")))
    return Folder(data_dir / "mail")


def message_of(mail: Mail, sender: str, host: str) -> EmailMessage:
    """The message as it travels. Its Message-ID comes from the row, so a second sending is recognised."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = f"Palabre <{sender}>", mail.recipient, mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = f"<{mail.id}.{int(mail.created_at.timestamp())}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def send_due(transport: Transport, base_url: str, limit: int = 50) -> int:
    """Send what waits; a refusal waits longer each time, up to six hours. Answers how many left."""
    host = urlsplit(base_url).hostname or "localhost"
    waiting = select(Mail).where(Mail.sent_at.is_(None), Mail.next_at <= clock.now()).order_by(Mail.id).limit(limit)
    sent = 0
    for mail in db.session.scalars(waiting).all():
        try:
            transport.send(message_of(mail, f"palabre@{host}", host))
        except (OSError, smtplib.SMTPException) as problem:
            log.warning("mail.delayed", mail=mail.id, attempts=mail.attempts + 1, error=type(problem).__name__)
            with transaction():
                mail.attempts += 1
                mail.next_at = clock.now() + timedelta(seconds=min(21600, 15 * 2**mail.attempts))
            continue
        with transaction():
            mail.sent_at, mail.text, mail.html = clock.now(), "", ""
        sent += 1
    return sent
