"""`forum import documents|resources|threads|mbox`, `forum export documents|guide|space`."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum.core.db import db
from forum.core.errors import Invalid, Problem
from forum.core.i18n import _
from forum.exchange.exporters.cli import export
from forum.exchange.folders.run import run_folder
from forum.exchange.folders.sources import is_ours
from forum.exchange.importers.report import Report
from forum.exchange.importers.run import KINDS, run
from forum.exchange.importers.sheet import SHEETS, SheetReport, run_sheet
from forum.exchange.mbox.bringing import run_mbox
from forum.spaces.models import Space


@click.command("import")
@click.argument("kind", type=click.Choice(sorted([*KINDS, "mbox"])))
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--space", "slug", required=True, help="Slug of the space where new publications go.")
@click.option("--author", default="", help="Name or handle for lines without an author.")
@click.option("--no-guide", is_flag=True, help="A folder of documents: make no guide of it.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON.")
def import_(kind: str, file: Path, slug: str, author: str, no_guide: bool, dry_run: bool, as_json: bool) -> None:
    """Import JSON Lines (one object a line with id, title, body) or the mbox of a mailing list. Twice is once.

    Documents also come as a folder or a ZIP of Markdown with front matter (pictures and links relative, sub-folders as
    chapters of a guide), and as ODT or DOCX; resources as CSV or XLSX, all or nothing.
    Exit 1 when a line, a row or a message was refused.
    """
    space = db.session.scalars(select(Space).where(Space.slug == slug)).first()
    if space is None:
        raise click.ClickException(_("There is no space “%(slug)s”. `forum space list` shows them.", slug=slug))
    if file.is_dir() and kind != "documents":
        raise click.ClickException(_("Only documents come as a folder."))
    try:
        report = _run(file, kind, space, dry_run, author, not no_guide)
    except Problem as problem:
        raise click.ClickException(problem.message) from problem
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


def _run(file: Path, kind: str, space: Space, dry_run: bool, author: str, as_guide: bool) -> Report | SheetReport:
    if kind == "resources" and file.suffix.lower() in SHEETS:
        try:
            return run_sheet(file, space, dry_run=dry_run, author=author)
        except Invalid as problem:
            raise click.ClickException(f"{file.name}: {problem.message}") from problem

    def bring(**more: Any) -> Report:
        if kind == "documents" and is_ours(file):
            return run_folder(file, space, dry_run=dry_run, author=author, as_guide=as_guide, **more)
        if kind == "mbox":
            return run_mbox(file, space, dry_run=dry_run, author=author, **more)
        return run(file, kind, space, dry_run=dry_run, author=author, **more)

    if not sys.stderr.isatty() or file.is_dir():
        return bring()
    with click.progressbar(length=file.stat().st_size, label=file.name, file=sys.stderr) as bar:
        return bring(progress=bar.update)


commands = (import_, export)
