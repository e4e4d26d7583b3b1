"""`forum import resources FILE.csv|.xlsx`: the engine of the page, for the command line."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import SYSTEM
from forum.exchange.importers.authors import Authors
from forum.exchange.sheets.applying import apply
from forum.exchange.sheets.bringing import bring
from forum.exchange.sheets.plan import CHANGED, DOUBLE, NEW, SAME, WRONG, plan
from forum.spaces.models import Space

SHEETS = (".csv", ".xlsx", ".xlsm", ".xls", ".tsv", ".ods")


@dataclass(slots=True)
class SheetReport:
    """What a sheet did, or would do. With a wrong cell nothing is done."""

    dry_run: bool
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    doubles: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    sheet: int | None = None

    def as_json(self) -> dict[str, Any]:
        """For scripts."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def sentences(self) -> list[str]:
        """For people."""
        counts = _(
            "%(made)s new, %(changed)s changed, %(same)s unchanged, %(doubles)s doubles, %(wrong)s wrong",
            made=self.made, changed=self.changed, same=self.unchanged, doubles=self.doubles, wrong=len(self.refused),
        )  # fmt: skip
        found = [_("Dry run: nothing was changed.") if self.dry_run else "", counts]
        if self.refused and not self.dry_run:
            found.append(_("Nothing was changed, since some cells are wrong:"))
        for row in self.refused:
            words = "; ".join(f"{heading}: {why}" for heading, why in row["errors"])
            found.append(_("row %(line)s (%(title)s): %(why)s", line=row["line"], title=row["title"], why=words))
        return [each for each in found if each]


def run_sheet(path: Path, space: Space, *, dry_run: bool = False, author: str = "", source: str = "") -> SheetReport:
    """Read, guess the columns, compare; then apply all or nothing. Raises Invalid for a file that is no sheet."""
    report = SheetReport(dry_run)
    authors = Authors(author or _("Imported data"))
    with transaction():
        sheet = bring(SYSTEM, space, path.name, path.read_bytes(), source=source, by_id=authors.id_of(""))
        found = plan(sheet, SYSTEM)
        counts = found.counts
        report.made, report.changed = counts[NEW], counts[CHANGED]
        report.unchanged, report.doubles = counts[SAME], counts[DOUBLE]
        report.refused = [{"line": r.line, "title": r.title, "errors": r.errors} for r in found.of(WRONG)]
        if dry_run or report.refused:
            db.session.delete(sheet)
        else:
            report.sheet = sheet.id
            apply(SYSTEM, sheet, found.digest, lambda: authors.id_of(""))
    return report
