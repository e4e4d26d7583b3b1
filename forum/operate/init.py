"""`forum init`."""

import click

from forum.spaces.prepare import prepare


@click.command()
def init() -> None:
    """Create or migrate the database with its reference data."""
    counts = prepare()
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
