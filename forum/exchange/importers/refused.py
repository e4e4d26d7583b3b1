"""Refused lines, written beside the file with the reason: corrected, that file can be imported as it is."""

import json
from pathlib import Path
from typing import IO, Any

from forum.exchange.importers.lines import Line
from forum.exchange.importers.report import Refused, Report


class Refusals:
    """Keeps refused lines: in the report, and in FILE.refused.jsonl unless it is a dry run."""

    def __init__(self, path: Path, report: Report) -> None:
        self.path = path.with_name(path.name + ".refused.jsonl")
        self.report = report
        self.file: IO[str] | None = None

    def __enter__(self) -> "Refusals":
        if not self.report.dry_run:
            self.path.unlink(missing_ok=True)  # of an earlier run: its lines are read again now
        return self

    def __exit__(self, *_problem: Any) -> None:
        if self.file:
            self.file.close()

    def add(self, line: Line, why: str) -> None:
        """One more. The file is made with the first."""
        identity = str((line.data or {}).get("id") or "")[:120]
        self.report.refused.append(Refused(line.number, identity, why))
        if self.report.dry_run:
            return
        if self.file is None:
            self.file = self.path.open("w", encoding="utf-8", errors="replace")
            self.report.refused_file = str(self.path)
        note: dict[str, Any] = {"line": line.number, "why": why}
        kept = {**line.data, "_refused": note} if line.data is not None else {"_refused": {**note, "text": line.text}}
        self.file.write(json.dumps(kept, ensure_ascii=False) + "\n")
        self.file.flush()
