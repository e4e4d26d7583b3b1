"""The door for mail servers that speak LMTP: one process, one answer for each recipient."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session

from forum.correspondence.addresses import place_of
from forum.correspondence.commands.receive import receive
from forum.correspondence.outcomes import Outcome
from forum.correspondence.reading.letter import LONGEST

Take = Callable[[bytes, str, str], Outcome]


class Door:
    """Answers a mail server. Letters are taken one after another in a thread, so that the server goes on listening."""

    def __init__(self, context: Callable[[], Any], servers: tuple[str, ...]) -> None:
        self.context, self.servers = context, servers
        self.one = asyncio.Semaphore(4)

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # fmt: skip
        """An address that is none is refused before the letter travels."""
        with self.context():
            if place_of(address) is None:
                return "550 5.1.1 no such address"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        """One line for each recipient, in their order (RFC 2033)."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        sender = envelope.mail_from or ""
        async with self.one:
            lines = [(await asyncio.to_thread(self._take, raw, address, sender)).reply for address in envelope.rcpt_tos]
        return "\r\n".join(lines)

    def _take(self, raw: bytes, address: str, sender: str) -> Outcome:
        with self.context():
            return receive(raw, [address], envelope=sender, servers=self.servers)


async def listen(door: Door, host: str, port: int) -> asyncio.Server:
    """Open the door. Letters larger than we read are refused while they travel."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(
        lambda: LMTP(door, data_size_limit=LONGEST, enable_SMTPUTF8=True, ident="Palabre", hostname=host), host, port
    )
