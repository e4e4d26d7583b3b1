"""`forum import documents|resources|threads|mbox`."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.paging import Order
from forum.core.permissions import SYSTEM, VISITOR
from forum.exchange import exporting
from forum.exchange.importers.report import Report
from forum.exchange.importers.run import KINDS, run
from forum.exchange.importers.sheet import SHEETS, SheetReport, run_sheet
from forum.exchange.mbox.bringing import run_mbox
from forum.items.models.item import Item
from forum.items.queries.lists import Filter
from forum.resources.models import Resource
from forum.spaces.models import Space

NEWEST_LAST: Order = ((Item.id, False),)


@click.command("import")
@click.argument("kind", type=click.Choice(sorted([*KINDS, "mbox"])))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--space", "slug", required=True, help="Slug of the space where new publications go.")
@click.option("--author", default="", help="Name or handle for lines without an author.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def import_(kind: str, file: Path, slug: str, author: str, dry_run: bool, as_json: bool) -> None:
    """Import JSON Lines (one object a line with id, title, body) or the mbox of a mailing list. Twice is once.

    Resources may also come as CSV or XLSX, all or nothing. Exit 1 when a line, a row or a message was refused.
    """
    space = db.session.scalars(select(Space).where(Space.slug == slug)).first()
    if space is None:
        raise click.ClickException(_("There is no space “%(slug)s”. `forum space list` shows them.", slug=slug))
    try:
        report = _run(file, kind, space, dry_run, author)
    except OperationalError as problem:
        said = str(problem.orig).splitlines()[0]
        raise click.ClickException(
            _("The database stopped the import: %(said)s. What was imported stays; run it again to go on.", said=said)
        ) from problem
    except OSError as problem:
        raise click.ClickException(f"{problem.filename}: {problem.strerror}") from problem
    if as_json:
        click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(report.sentences()))
    sys.exit(1 if report.refused else 0)


def _run(file: Path, kind: str, space: Space, dry_run: bool, author: str) -> Report | SheetReport:
    if kind == "resources" and file.suffix.lower() in SHEETS:
        try:
            return run_sheet(file, space, dry_run=dry_run, author=author)
        except Invalid as problem:
            raise click.ClickException(f"{file.name}: {problem.message}") from problem

    def bring(**more: Any) -> Report:
        if kind == "mbox":
            return run_mbox(file, space, dry_run=dry_run, author=author, **more)
        return run(file, kind, space, dry_run=dry_run, author=author, **more)

    if not sys.stderr.isatty():
        return bring()
    with click.progressbar(length=file.stat().st_size, label=file.name, file=sys.stderr) as bar:
        return bring(progress=bar.update)


@click.group()
def export() -> None:
    """Take data out, as files."""


@export.command("resources")
@click.option("--format", "format", type=click.Choice(["csv", "xlsx", "jsonl"]), default="csv", show_default=True)
@click.option("--space", "slug", default="", help="Only those of this space.")
@click.option("--public", is_flag=True, help="Only what a visitor sees.")
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="File; else the screen.")
def export_resources(format: str, slug: str, public: bool, out: Path | None) -> None:
    """All resources, with codes (jsonl) or words (csv, xlsx). What it writes, `forum import resources` takes back."""
    who = VISITOR if public else SYSTEM
    filter = Filter(kinds=("resource",), join=Resource)
    if slug:
        space = db.session.scalars(select(Space).where(Space.slug == slug)).first()
        if space is None:
            raise click.ClickException(_("There is no space “%(slug)s”. `forum space list` shows them.", slug=slug))
        filter = replace(filter, space_id=space.id)
    with click.open_file(str(out) if out else "-", "wb") as file:
        if format == "xlsx":
            with exporting.as_xlsx(filter, who, NEWEST_LAST) as made:
                shutil.copyfileobj(made, file)
        else:
            make = exporting.as_csv if format == "csv" else exporting.as_lines
            for part in make(filter, who, NEWEST_LAST):
                file.write(part.encode())


commands = (import_, export)
