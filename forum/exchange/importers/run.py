"""The import itself: batches in one transaction each, a savepoint a line, so that a bad line takes nothing with it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import structlog
from sqlalchemy.exc import OperationalError

from forum.core.db import db, transaction
from forum.core.errors import Invalid, Problem
from forum.core.events import importing
from forum.core.i18n import _
from forum.exchange.importers import documents, resources, threads
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.fields import Row, row_of
from forum.exchange.importers.lines import Line, lines_of
from forum.exchange.importers.links import Wish, missing_of, tie_all
from forum.exchange.importers.putting import known_of, put
from forum.exchange.importers.refused import Refusals
from forum.exchange.importers.report import Report
from forum.spaces.models import Space

log = structlog.get_logger()
BATCH = 100  # lines of one transaction: half a second during which others wait to write
KINDS: dict[str, ModuleType] = {"threads": threads, "documents": documents, "resources": resources}


class _Undo(Exception):
    """Ends the transaction of a dry run."""


@dataclass(slots=True)
class Task:
    """One import under way."""

    room: Any  # `make`, `change`, MODEL and FIELDS of the kind
    space: Space
    authors: Authors
    report: Report
    places: dict[int, int] = field(default_factory=dict)  # hash of an id → the line where it stands
    wishes: list[Wish] = field(default_factory=list)  # links to make when all is here

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A transaction whose events are marked as imported; undone at its end in a dry run."""
        try:
            with importing(), transaction():
                yield
                if self.report.dry_run:
                    raise _Undo
        except _Undo:
            self.authors.forget()
        finally:
            db.session.expunge_all()  # so that memory holds one batch, however long the file


def run(
    path: Path,
    what: str,
    space: Space,
    *,
    dry_run: bool = False,
    author: str = "",
    progress: Callable[[int], Any] | None = None,
    room: Any = None,
    lines: Iterator[Line] | None = None,
) -> Report:
    """Import a file of threads, documents or resources; `progress` is told how many bytes were read.

    `room`, `lines`: where the lines come from another place than a file of JSON (folders of documents).
    Raises OperationalError when the database itself fails: what was committed stays, a second run goes on from there.
    """
    began = time.perf_counter()
    db.session.expunge_all()
    task = Task(room or KINDS[what], space, Authors(author or _("Imported data")), Report(dry_run))
    lines = lines or lines_of(path)
    with Refusals(path, task.report) as refusals:
        while batch := list(islice(lines, BATCH)):
            _take(task, batch, refusals)
            if progress:
                progress(sum(line.size for line in batch))
    _tie(task)
    task.report.seconds = time.perf_counter() - began
    return task.report


def _take(task: Task, lines: list[Line], refusals: Refusals) -> None:
    """One batch: understood outside of the transaction, which is kept short."""
    rows: list[tuple[Line, Row]] = []
    wrong: list[tuple[Line, str]] = []
    for line in lines:
        try:
            rows.append((line, _understood(task, line)))
        except Problem as problem:
            wrong.append((line, words_of(problem)))
    outcomes: list[str] = []
    with task.attempt():
        known = known_of(task.room, [row.id for _line, row in rows])
        for line, row in rows:
            try:
                with db.session.begin_nested():
                    item_id, outcome = put(task.room, row, task.space, task.authors, known.get(row.id))
                task.wishes.extend((item_id, name) for name in row.links)
                outcomes.append(outcome)
            except OperationalError:
                raise
            except Exception as problem:  # whatever is wrong with one line, the others are taken
                task.authors.forget()
                wrong.append((line, words_of(problem)))
    for outcome in ("made", "changed", "skipped"):
        setattr(task.report, outcome, getattr(task.report, outcome) + outcomes.count(outcome))
    for line, why in sorted(wrong, key=lambda each: each[0].number):
        refusals.add(line, why)


def _understood(task: Task, line: Line) -> Row:
    if line.data is None or line.why:
        raise Invalid(line.why)
    row, ignored = row_of(line.data, task.room.FIELDS)
    first = task.places.setdefault(hash(row.id), line.number)
    if first != line.number:
        raise Invalid(_("The same id stands on line %(n)s.", n=first))
    task.report.ignored.update(ignored)
    return row


def _tie(task: Task) -> None:
    """Links, now that all of the file is here."""
    report = task.report
    if report.dry_run:
        names = {name for _item, name in task.wishes if hash(name) not in task.places}
        report.unlinked = len(missing_of(names))
        return
    for start in range(0, len(task.wishes), BATCH * 5):
        with task.attempt():
            report.unlinked += len(tie_all(task.wishes[start : start + BATCH * 5]))


def words_of(problem: Exception) -> str:
    """Why a line was refused, for the person who has the file."""
    if isinstance(problem, Problem):
        fields = "; ".join(f"{name}: {words}" for name, words in problem.fields.items())
        return " ".join(each for each in (problem.message, fields) if each)
    log.error("import.line", error=type(problem).__name__)  # no trace: it would hold what people wrote
    said = str(getattr(problem, "orig", problem)).splitlines()
    return f"{type(problem).__name__}: {said[0][:200] if said else ''}"
