"""Where letters go: a folder of files, or a mail server over one connection for many letters."""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from forum.core.mail import Mail

SITE = "Palabre"
# Lines of ours are never folded inside an address: some programs read "List-Unsubscribe" literally.
LINES = SMTP.clone(max_line_length=400)


class Unreachable(Exception):
    """No connection, or it broke: no letter is at fault. The server is left alone for a while."""


class Refused(Exception):
    """The server refused one letter. `for_good`: asking again is useless; `address`: nobody lives there."""

    def __init__(self, reason: str, *, for_good: bool, address: bool = False) -> None:
        super().__init__(reason)
        self.for_good, self.address = for_good, address


@dataclass(frozen=True, slots=True)
class Parcel:
    """One letter as it travels."""

    sender: str
    recipient: str
    name: str  # of its file, in a folder
    content: bytes


def parcel_of(mail: Mail, sender: str, host: str) -> Parcel:
    """The letter as it travels. Its Message-ID stands in the row or comes from it: a second sending is recognised."""
    message = message_of(mail, sender, host)
    name = re.sub(r"[^\w.+-]", "_", str(message["Message-ID"]).strip("<>").split("@")[0])
    return Parcel(sender, mail.recipient, f"{name}.{mail.id}", message.as_bytes(policy=LINES))


def message_of(mail: Mail, sender: str, host: str) -> EmailMessage:
    """Quoted-printable parts: pure ASCII, short lines, whatever was typed."""
    message = EmailMessage(policy=LINES)
    user, _at, domain = sender.rpartition("@")
    message["From"] = Address(f"{mail.sender_name} ({SITE})" if mail.sender_name else SITE, user, domain)
    message["To"], message["Subject"] = mail.recipient, mail.subject
    message["Date"] = format_datetime(mail.created_at)
    given = {
        "Message-ID": f"<{mail.id}.{int(mail.created_at.timestamp())}@{host}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        **mail.headers,
    }
    for name, value in given.items():
        message[name] = value
    message.set_content(mail.text, cte="quoted-printable")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    return message


class Connection(Protocol):
    """An open way to the server."""

    def deliver(self, parcel: Parcel, about_to: Callable[[], None]) -> None:
        """Hand over one letter; `about_to()` is called when only its end is left to be sent.

        Raises Refused or Unreachable.
        """


class Transport(Protocol):
    """Where letters go. `name` tells one server from another."""

    name: str

    def connection(self) -> Iterator[Connection]:
        """A context manager around an open connection. Raises Unreachable."""


class Folder:
    """The default: one .eml file a message, which the administrator reads at /admin/mail."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, f"folder:{path}"

    @contextmanager
    def connection(self) -> Iterator["Folder"]:
        """The folder itself."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Unreachable(type(problem).__name__) from problem
        yield self

    def deliver(self, parcel: Parcel, about_to: Callable[[], None]) -> None:
        """Written under its own name: sent twice, it is still one file."""
        draft = self.path / f".{parcel.name}.part"
        try:
            draft.write_bytes(parcel.content)
            about_to()
            draft.rename(self.path / f"{parcel.name}.eml")
        except OSError as problem:
            raise Unreachable(type(problem).__name__) from problem


class Smtp:
    """A real mail server: smtp:// (with STARTTLS when it offers it) or smtps://.

    `patience` in seconds for each answer; `last`: for the answer to a whole letter, for which RFC 5321 asks ten
    minutes: a server that was only slow would get the letter twice from whoever gives up earlier.
    """

    def __init__(self, url: str, patience: float = 60, last: float = 600) -> None:
        self.url, self.name, self.patience, self.last = urlsplit(url), url.rpartition("@")[2], patience, last

    @contextmanager
    def connection(self) -> Iterator["SmtpConnection"]:
        """Greeted, encrypted and signed in."""
        try:
            server = self._open()
        except (OSError, smtplib.SMTPException) as problem:
            raise Unreachable(type(problem).__name__) from problem
        try:
            yield SmtpConnection(server, self.patience, self.last)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _open(self) -> smtplib.SMTP:
        host, port = self.url.hostname or "localhost", self.url.port
        if self.url.scheme == "smtps":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port or 465, timeout=self.patience, context=context)
        else:
            server = smtplib.SMTP(host, port or 25, timeout=self.patience)
        try:
            server.ehlo_or_helo_if_needed()
            if self.url.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo_or_helo_if_needed()
            if self.url.username:
                server.login(unquote(self.url.username), unquote(self.url.password or ""))
        except BaseException:
            server.close()
            raise
        return server


class SmtpConnection:
    """One conversation, step by step, so that we know how far a letter got."""

    def __init__(self, server: smtplib.SMTP, patience: float, last: float) -> None:
        self.server, self.patience, self.last = server, patience, last

    def deliver(self, parcel: Parcel, about_to: Callable[[], None]) -> None:
        """MAIL, RCPT, DATA, the text, `about_to()`, the last dot."""
        try:
            self._hand_over(parcel, about_to)
        except (OSError, smtplib.SMTPServerDisconnected) as problem:
            raise Unreachable(type(problem).__name__) from problem
        except Refused:
            with suppress(OSError, smtplib.SMTPException):
                self.server.rset()
            raise

    def _hand_over(self, parcel: Parcel, about_to: Callable[[], None]) -> None:
        if not parcel.recipient.isascii() or not parcel.recipient.isprintable() or " " in parcel.recipient:
            raise Refused("an address that mail servers do not take", for_good=True, address=True)
        code, said = self.server.mail(parcel.sender)
        if code != 250:  # our own address is refused: a matter of settings, no fault of this letter
            raise _judged(code if code < 500 else 451, said)
        code, said = self.server.rcpt(parcel.recipient)
        if code not in (250, 251):
            raise _judged(code, said, recipient=True)
        code, said = self.server.docmd("DATA")
        if code != 354:
            raise _judged(code, said)
        lines = re.sub(rb"(?m)^\.", b"..", parcel.content)
        self.server.send(lines if lines.endswith(b"\r\n") else lines + b"\r\n")
        about_to()
        if self.server.sock:
            self.server.sock.settimeout(self.last)
        self.server.send(b".\r\n")
        code, said = self.server.getreply()
        if self.server.sock:
            self.server.sock.settimeout(self.patience)
        if code != 250:
            raise _judged(code, said)


def _judged(code: int, said: bytes, *, recipient: bool = False) -> Exception:
    """What a refusal means (RFC 3463). 5.7 is about us (no relaying, a policy): settings may still be put right."""
    reason = f"{code} {said.decode('ascii', 'replace')[:160]}"
    if code == 421:
        return Unreachable(reason)
    found = re.match(rb"\s*5\.(\d+)\.(\d+)", said)
    subject, detail = (found[1], found[2]) if found else (b"", b"")
    about_us = subject == b"7"
    for_good = 500 <= code < 600 and not (recipient and about_us)
    full = subject == b"2" and detail != b"1"  # a full mailbox is somebody's mailbox
    return Refused(reason, for_good=for_good, address=recipient and for_good and not full)


def transport_for(mail_url: str, data_dir: Path) -> Transport:
    """The transport that the configuration asks for."""
    if mail_url.startswith("smtp"):
        return Smtp(mail_url)
    if mail_url.startswith("folder://"):
        return Folder(Path(mail_url.removeprefix("folder://")))
    return Folder(data_dir / "mail")
