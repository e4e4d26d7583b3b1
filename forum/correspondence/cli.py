"""`forum mail receive|serve|poll`: three small doors to the same function."""

import asyncio
import imaplib
import signal
import sys
import time

import click
from flask import current_app

from forum.config import Config
from forum.correspondence.commands.receive import receive
from forum.correspondence.imap import poll
from forum.correspondence.lmtp import Door, listen
from forum.correspondence.reading.letter import LONGEST


def settings() -> Config:
    """Those of this installation."""
    found: Config = current_app.extensions["settings"]
    return found


@click.group()
def mail() -> None:
    """Receive mail: answers, new discussions, bounces."""


@mail.command("receive")
@click.option("--to", "recipients", multiple=True, help="Recipient of the envelope; may be given several times.")
@click.option("--from", "envelope", default=None, help="Sender of the envelope; empty for bounces.")
def receive_(recipients: tuple[str, ...], envelope: str | None) -> None:
    """Take one raw message from stdin. Exit codes as sysexits.h: 0 taken, 65, 67, 77 refused, 75 try again."""
    raw = sys.stdin.buffer.read(LONGEST + 1)
    outcome = receive(raw, recipients, envelope=envelope, servers=settings().mail_servers)
    if outcome.code:
        click.echo(outcome.reason, err=True)
    sys.exit(outcome.code)


@mail.command("serve")
@click.option(
    "--lmtp", "where", required=True, metavar="HOST:PORT", help="Where to listen, for example 127.0.0.1:8024."
)
def serve(where: str) -> None:
    """Take letters over LMTP, one answer for each recipient, until it is stopped."""
    host, _colon, port = where.rpartition(":")
    if not port.isdigit():
        raise click.ClickException("--lmtp: give HOST:PORT, for example 127.0.0.1:8024")
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # threads need the application itself
    door = Door(app.app_context, settings().mail_servers)
    try:
        asyncio.run(_listening(door, host.strip("[]") or "127.0.0.1", int(port)))
    except OSError as problem:
        raise click.ClickException(f"{where}: {problem.strerror or problem}") from problem


async def _listening(door: Door, host: str, port: int) -> None:
    server = await listen(door, host, port)
    click.echo(f"LMTP on {host}:{server.sockets[0].getsockname()[1]}")
    ended = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, ended.set)
    await ended.wait()
    server.close()


@mail.command("poll")
@click.option("--keep", default="", metavar="FOLDER", help="Move what was taken to this folder; without it, delete it.")
@click.option("--every", default=0, metavar="SECONDS", help="Look again and again; without it, once.")
def poll_(keep: str, every: int) -> None:
    """Take the unread letters of the mailbox of FORUM_IMAP_URL. Exit 75 when it cannot be read now."""
    if not settings().imap_url:
        raise click.ClickException("FORUM_IMAP_URL: give the mailbox, imaps://user:password@host/INBOX")
    while True:
        try:
            found = poll(settings().imap_url, lambda raw: receive(raw, servers=settings().mail_servers), keep=keep)
            click.echo(f"{len(found)} letters, {sum(not each.code for each in found)} taken")
        except (OSError, imaplib.IMAP4.error) as problem:
            click.echo(f"the mailbox cannot be read now: {type(problem).__name__}", err=True)
            if not every:
                sys.exit(75)
        if not every:
            return
        time.sleep(every)


commands = (mail,)
