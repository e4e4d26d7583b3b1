"""`forum user list|create|role|password` and `forum token create`."""

import json

import click
from sqlalchemy import select

from forum.core.db import db, transaction
from forum.core.errors import Problem
from forum.core.permissions import SYSTEM
from forum.people import commands, queries
from forum.people.commands.profile import create_token
from forum.people.models import User
from forum.people.passwords import checked, hashed


def _found(handle: str) -> User:
    found = queries.by_handle(handle)
    if found is None:
        raise click.ClickException(f"Nobody has the handle {handle}.")
    return found


def _refusal(problem: Problem) -> click.ClickException:
    return click.ClickException(problem.message or " ".join(problem.fields.values()))


@click.group()
def user() -> None:
    """Accounts: list, create, role, password."""


@user.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_users(as_json: bool) -> None:
    """All accounts that can sign in."""
    rows = db.session.scalars(select(User).where(User.state != "named").order_by(User.id)).all()
    if as_json:
        keys = ("handle", "name", "state", "is_admin")
        click.echo(json.dumps([{key: getattr(row, key) for key in keys} for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row.handle:24} {row.state:10} {'admin ' if row.is_admin else ''}{row.name}")


@user.command()
@click.argument("handle")
@click.option("--name", default="")
@click.option("--email", default="")
@click.option("--admin", is_flag=True)
@click.password_option()
def create(handle: str, name: str, email: str, admin: bool, password: str) -> None:
    """Create a confirmed account."""
    try:
        with transaction():
            made = commands.create_user(
                SYSTEM, name=name or handle, email=email, handle=handle, password=password, is_admin=admin
            )
    except Problem as problem:
        raise _refusal(problem) from problem
    click.echo(made.handle)


@user.command()
@click.argument("handle")
@click.argument("role", type=click.Choice(["admin", "member"]))
def role(handle: str, role: str) -> None:
    """Make somebody administrator, or member again. (Roles in a space: forum space role.)"""
    with transaction():
        commands.give_admin(SYSTEM, _found(handle), admin=role == "admin")
    click.echo(f"{handle}: {role}")


@user.command()
@click.argument("handle")
@click.password_option()
def password(handle: str, password: str) -> None:
    """Set a new password; open sessions end."""
    from forum.core.ids import secret

    try:
        with transaction():
            found = _found(handle)
            found.password_hash, found.session_key = hashed(checked(password)), secret()
    except Problem as problem:
        raise _refusal(problem) from problem
    click.echo("ok")


@click.group()
def token() -> None:
    """Bearer tokens of the API."""


@token.command("create")
@click.option("--user", "handle", required=True)
@click.option("--scope", "scopes", default="read", show_default=True, help="read, or read,write")
@click.option("--name", default="")
def create_one(handle: str, scopes: str, name: str) -> None:
    """Print a bearer token; it is not shown again."""
    try:
        with transaction():
            made = create_token(_found(handle), tuple(part.strip() for part in scopes.split(",")), name)
    except Problem as problem:
        raise _refusal(problem) from problem
    click.echo(made)


groups = (user, token)
