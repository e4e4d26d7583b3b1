"""`forum export documents|guide|resources|space|threads`."""

import json
import shutil
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Problem
from forum.core.i18n import _
from forum.core.paging import Order
from forum.core.permissions import NOBODYS, SYSTEM, VISITOR
from forum.exchange import exporting
from forum.exchange.exporters.lines import KINDS, lines_of
from forum.exchange.mbox.archive import archive_of
from forum.guides import queries as guides
from forum.guides.models import Guide
from forum.guides.papers import markdown, paper
from forum.guides.papers.formats import BY_CODE
from forum.guides.papers.making import made
from forum.items.models.item import Item
from forum.items.queries.lists import Filter
from forum.resources.models import Resource
from forum.spaces.models import Space

OLDEST_FIRST: Order = ((Item.id, False),)
OUT = click.option("--output", "-o", type=click.Path(path_type=Path), help="The file; the folder for md. Default: standard output.")  # fmt: skip


@click.group("export")
def export() -> None:
    """Take publications out: what is public of a space, its sheets, a guide."""


@export.command()
@click.option("--space", "slug", required=True, help="Slug of the space.")
@click.option("--format", "format_", type=click.Choice(["zip", "md", "jsonl"]), default="zip", show_default=True)
@OUT
def documents(slug: str, format_: str, output: Path | None) -> None:
    """The practice documents of a space: Markdown with front matter and files, or JSON Lines."""
    space = _space(slug)
    if format_ == "jsonl":
        _write(output, _jsonl("documents", space))
        return
    ids = _ids(space)
    content = markdown.of_sheets(ids, SYSTEM)
    if format_ == "zip":
        _write(output, content)
        return
    if output is None:
        raise click.ClickException(_("Say in which folder: --output FOLDER."))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        archive.extractall(output)
    click.echo(_("%(n)s documents in %(folder)s", n=len(ids), folder=output), err=True)


@export.command()
@click.argument("number", type=int)
@click.option("--format", "format_", type=click.Choice(list(BY_CODE)), default="zip", show_default=True)
@OUT
def guide(number: int, format_: str, output: Path | None) -> None:
    """A guide by its number: PDF, ODT, DOCX, EPUB, or Markdown with files."""
    found = db.session.get(Guide, number)
    if found is None:
        raise click.ClickException(_("There is no guide with this number."))
    row = guides.row_of(found, SYSTEM)
    try:
        _write(
            output, markdown.of_guide(row, SYSTEM) if format_ == "zip" else made(paper.of_guide(row, SYSTEM), format_)
        )
    except Problem as problem:
        raise click.ClickException(problem.message) from problem


@export.command()
@click.option("--space", "slug", required=True, help="Slug of the space.")
@click.option("--year", type=int, help="Only discussions begun in it.")
@OUT
def threads(slug: str, year: int | None, output: Path | None) -> None:
    """The discussions of a space as the archive of a mailing list (mbox). `forum import mbox` takes it back."""
    space = _space(slug)
    with click.open_file(str(output) if output else "-", "wb") as file:
        for letter in archive_of(space, SYSTEM, year):
            file.write(letter)


@export.command("space")
@click.argument("slug")
@click.option("--format", "format_", type=click.Choice(["zip", "jsonl"]), default="zip", show_default=True)
@OUT
def space_(slug: str, format_: str, output: Path | None) -> None:
    """All that is public in a space. zip: a file of JSON Lines a kind, sheets and guides as Markdown with files.

    jsonl: one line a publication with its `kind`.
    """
    space = _space(slug)
    if format_ == "jsonl":
        _write(output, b"".join(_jsonl(what, space, with_kind=True) for what in KINDS))
        return
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for what in KINDS:
            archive.writestr(f"{slug}/{what}.jsonl", _jsonl(what, space))
        _unpack_into(archive, f"{slug}/sheets/", markdown.of_sheets(_ids(space), SYSTEM))
        for row in guides.guides(SYSTEM, space_id=space.id, limit=1000):
            _unpack_into(archive, f"{slug}/guides/", markdown.of_guide(row, SYSTEM))
    _write(output, out.getvalue())


def _unpack_into(archive: zipfile.ZipFile, folder: str, content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as inner:
        for name in inner.namelist():
            archive.writestr(folder + name, inner.read(name))


def _space(slug: str) -> Space:
    space = db.session.scalars(select(Space).where(Space.slug == slug, Space.id != NOBODYS)).first()
    if space is None:
        raise click.ClickException(_("There is no space “%(slug)s”. `forum space list` shows them.", slug=slug))
    return space


def _ids(space: Space) -> list[int]:
    rows = select(Item.id).where(Item.space_id == space.id, Item.kind == "document", Item.state == "public")
    return list(db.session.scalars(rows.order_by(Item.id)))


def _jsonl(what: str, space: Space, *, with_kind: bool = False) -> bytes:
    kind = what.removesuffix("s")

    def lines() -> Iterator[str]:
        for line in lines_of(what, space):
            yield json.dumps({"kind": kind, **line} if with_kind else line, ensure_ascii=False) + "\n"

    return "".join(lines()).encode()


def _write(output: Path | None, content: bytes) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        return
    output.write_bytes(content)
    click.echo(_("%(file)s: %(n)s bytes", file=output, n=len(content)), err=True)


@export.command()
@click.option("--format", "format_", type=click.Choice(["csv", "xlsx", "jsonl"]), default="csv", show_default=True)
@click.option("--space", "slug", default="", help="Only those of this space.")
@click.option("--public", is_flag=True, help="Only what a visitor sees.")
@OUT
def resources(format_: str, slug: str, public: bool, output: Path | None) -> None:
    """All resources, with codes (jsonl) or words (csv, xlsx). What it writes, `forum import resources` takes back."""
    who = VISITOR if public else SYSTEM
    filter = Filter(kinds=("resource",), space_id=_space(slug).id if slug else None, join=Resource)
    with click.open_file(str(output) if output else "-", "wb") as file:
        if format_ == "xlsx":
            with exporting.as_xlsx(filter, who, OLDEST_FIRST) as sheet:
                shutil.copyfileobj(sheet, file)
            return
        make = exporting.as_csv if format_ == "csv" else exporting.as_lines
        for part in make(filter, who, OLDEST_FIRST):
            file.write(part.encode())
