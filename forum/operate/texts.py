"""`forum render` and `forum openapi`: what the product says, on standard output."""

import json
import sys

import click

from forum.core.markup import render as markup
from forum.web.openapi import document


@click.command()
@click.option("-0", "--null", is_flag=True, help="NUL-separated texts in, NUL-separated HTML out, as many.")
def render(null: bool) -> None:
    """Markdown on stdin, sanitised HTML on stdout: the very renderer that messages use."""
    given = sys.stdin.buffer.read()
    if null:
        sys.stdout.buffer.write(markup.stream(given))
    else:
        sys.stdout.write(markup.render(given.decode("utf-8", "replace")))
    sys.stdout.flush()


@click.command()
def openapi() -> None:
    """The OpenAPI document of the JSON API."""
    click.echo(json.dumps(document(), ensure_ascii=False, indent=2))
