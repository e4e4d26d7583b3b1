"""`forum demo`."""

import click

from forum.demo.load import greet, load
from forum.spaces.prepare import prepare


@click.command()
def demo() -> None:
    """Load the demonstration data; a second time changes nothing."""
    prepare()
    load()
    click.echo(greet())


commands = (demo,)
