"""`forum import documents FOLDER|FILE`: pages, their links, their guide."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from forum.core.db import transaction
from forum.core.events import importing
from forum.core.permissions import Actor
from forum.exchange.folders.pages import Pages
from forum.exchange.folders.putting import Putting
from forum.exchange.folders.sources import source_of
from forum.exchange.importers.report import Report
from forum.exchange.importers.run import run
from forum.spaces.models import Space


def run_folder(
    path: Path,
    space: Space,
    *,
    dry_run: bool = False,
    author: str = "",
    progress: Callable[[int], Any] | None = None,
    as_guide: bool = True,
    by: Actor | None = None,
    name: str = "",
) -> Report:
    """Import a folder, an archive or a document. Twice is once. Raises Invalid for what cannot be read at all.

    `by`: somebody who tends the space brings it on a page. Then all is theirs, whoever the file names (its authors are
    credited in the sources), and identities are those of this space only: nothing elsewhere can be rewritten.
    """
    source = source_of(path)
    source.name = name or source.name
    pages = Pages(source, within=f"{space.id}:" if by else "", credit=by is not None)
    author = by.handle if by else author
    room = Putting(pages, dry_run=dry_run)
    report = run(
        path, "documents", space, dry_run=dry_run, author=author, progress=progress, room=room, lines=pages.lines()
    )
    report.files_left = room.left[:100]
    if dry_run:
        return report
    with importing(), transaction():
        report.unlinked += room.tie_pages()
        if as_guide:
            report.guide = room.put_in_order(space)
    return report
