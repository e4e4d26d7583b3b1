"""`forum demo`."""

import click

from forum.demo.load import greet, load


@click.command()
def demo() -> None:
    """Load the demonstration data; a second time changes nothing."""
    load()
    click.echo(greet())


commands = (demo,)
