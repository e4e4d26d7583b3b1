"""`forum index rebuild|check`."""

import sys

import click
from sqlalchemy import select

from forum.core.db import db
from forum.items.models.item import Item
from forum.search.engine import engine
from forum.search.rebuilding import rebuild


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
    wanted = set(db.session.scalars(select(Item.id).where(Item.state == "public")))
    there = engine().item_ids()
    click.echo(
        f"{len(there)} indexed, {len(wanted)} published, {len(wanted - there)} missing, {len(there - wanted)} too many"
    )
    sys.exit(0 if wanted == there else 1)


commands = (index,)
