"""`forum index rebuild|check`."""

import sys

import click

from forum.search.engine import engine
from forum.search.rebuilding import published, rebuild


@click.group()
def index() -> None:
    """The search index."""


@index.command("rebuild")
def rebuild_command() -> None:
    """Make the index again from the tables."""
    click.echo(f"{rebuild()} publications")


@index.command()
def check() -> None:
    """Do index and tables agree? Exit 1 if not."""
    wanted, there = published(), engine().dates()
    missing, too_many = wanted.keys() - there.keys(), there.keys() - wanted.keys()
    behind = {item for item in wanted.keys() & there.keys() if wanted[item] != there[item]}
    click.echo(
        f"{len(there)} indexed, {len(wanted)} published, {len(missing)} missing, {len(too_many)} too many,"
        f" {len(behind)} not up to date"
    )
    sys.exit(1 if missing or too_many or behind else 0)


commands = (index,)
