"""`forum space list|create|moderate`."""

import json

import click
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Problem
from forum.core.permissions import NOBODYS, SYSTEM
from forum.people.models import User
from forum.spaces.commands import create_space, give_role
from forum.spaces.models import ROLES, VISIBILITIES, Space
from forum.territories.queries import tree


@click.group()
def space() -> None:
    """Spaces: list, create, give roles."""


@space.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_spaces(as_json: bool) -> None:
    """All spaces."""
    rows = db.session.scalars(select(Space).where(Space.id != NOBODYS).order_by(Space.position, Space.name)).all()
    if as_json:
        keys = ("slug", "name", "kind", "visibility", "joining", "network")
        click.echo(json.dumps([{key: getattr(row, key) for key in keys} for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row.slug:32} {row.visibility:9} {row.name}")


@space.command()
@click.argument("name")
@click.option("--slug", default="")
@click.option("--parent", default="", help="Slug of the space it lies in.")
@click.option("--territory", default="", help="Code, slug or name of a territory.")
@click.option("--visibility", type=click.Choice(VISIBILITIES), default="public", show_default=True)
@click.option("--joining", type=click.Choice(["open", "ask", "invite"]), default="open", show_default=True)
@click.option("--summary", default="")
def create(name: str, slug: str, parent: str, territory: str, visibility: str, joining: str, summary: str) -> None:
    """Create a space; prints its slug."""
    above = db.session.scalars(select(Space).where(Space.slug == parent, Space.id != NOBODYS)).first()
    node = tree().find(territory)
    if (parent and above is None) or (territory and node is None):
        raise click.ClickException(f"Unknown: {parent if parent and above is None else territory}")
    try:
        with transaction():
            made = create_space(
                SYSTEM, name=name, slug=slug, parent=above, visibility=visibility, joining=joining, summary=summary,
                territory_id=node.id if node else None,
            )  # fmt: skip
    except Problem as problem:
        raise click.ClickException(problem.message or " ".join(problem.fields.values())) from problem
    click.echo(made.slug)


@space.command()
@click.argument("slug")
@click.argument("handle")
@click.argument("role", type=click.Choice([*ROLES, "none"]))
def role(slug: str, handle: str, role: str) -> None:
    """Give somebody a role in a space; "none" takes them out."""
    found = db.session.scalars(select(Space).where(Space.slug == slug, Space.id != NOBODYS)).first()
    user = db.session.scalars(select(User).where(User.handle == handle.lower())).first()
    if found is None or user is None:
        raise click.ClickException(f"Unknown: {slug if found is None else handle}")
    with transaction():
        give_role(SYSTEM, found, user, None if role == "none" else role)
    click.echo(f"{handle}: {role} in {slug}")


commands = (space,)
