"""`forum mail receive|serve|poll`: three small doors to the same function."""

import sys

import click
from flask import current_app

from forum.config import Config
from forum.correspondence.commands.receive import receive
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


commands = (mail,)
