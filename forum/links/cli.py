"""`forum links sync|ask|list`."""

import json

import click
from sqlalchemy import select

from forum.core.db import db
from forum.links.keeping import keep_all
from forum.links.models import STATES, WebLink


@click.group()
def links() -> None:
    """Links that lead out of the site."""


@links.command()
def sync() -> None:
    """Read every published text again, and know its links."""
    items, count = keep_all()
    click.echo(f"{items} publications, {count} links")


@links.command()
@click.option("--rounds", default=1, show_default=True, help="How many rounds; one machine is asked once in a round.")
def ask(rounds: int) -> None:
    """Ask links that are due, now. The worker does it by itself unless FORUM_CHECK_LINKS is off."""
    from forum.links.asking import Asker, ask_due  # speaks HTTP: not loaded by every command

    click.echo(f"{sum(ask_due(Asker()) for _each in range(rounds))} asked")


@links.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only these.")
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def list_command(state: str | None, as_json: bool) -> None:
    """All links, or those of one state."""
    rows = select(WebLink).order_by(WebLink.host, WebLink.id)
    for link in db.session.scalars(rows.where(WebLink.state == state) if state else rows).yield_per(500):
        if as_json:
            fields = (
                "id",
                "url",
                "state",
                "status",
                "problem",
                "failures",
                "failed_since",
                "checked_at",
                "next_at",
                "moved_to",
            )
            click.echo(json.dumps({name: getattr(link, name) for name in fields}, default=str, ensure_ascii=False))
        else:
            click.echo(f"{link.state:8} {link.status or link.problem or '-':>10}  {link.url}")


commands = (links,)
