"""Background work: followers of events and jobs that return. Runs inside `forum serve`, or alone on servers."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select

from forum.core import clock, events
from forum.core.db import db, transaction

log = structlog.get_logger()
BATCH = 200
LOOK_AGAIN = 2.0  # seconds after which followers look even when nothing seems new
TRIES = 5  # of one event, before it is set aside


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do again and again: mail that waits, deadlines that pass."""

    name: str
    seconds: float
    run: Callable[[], Any]
    apart: bool = False


_jobs: dict[str, Job] = {}


def every(seconds: float, *, name: str, apart: bool = False) -> Callable[..., Any]:
    """Register a job that the worker runs about every so many seconds. It opens its own transactions.

    `apart`: in a thread of its own, for what waits for others' machines; the next turn comes when it has ended.
    """

    def register(run: Callable[[], Any]) -> Callable[[], Any]:
        _jobs[name] = Job(name, seconds, run, apart)
        return run

    return register


class Worker:
    """Reads events for each follower and runs the jobs. `context` opens an application context."""

    def __init__(self, context: Callable[[], AbstractContextManager[Any]]) -> None:
        self.context = context
        self.tries: dict[str, int] = {}
        self.wait_until: dict[str, float] = {}
        self.job_due: dict[str, float] = {}
        self.apart: dict[str, threading.Thread] = {}

    def run(self, stop: Callable[[], bool], pause: float = 0.2) -> None:
        """Work until `stop()`; look for new events every `pause` seconds (one tiny query when idle)."""
        seen, more, again = -1, False, 0.0
        while not stop():
            with self.context():
                self.run_jobs()
                newest = events.newest_id()
                if more or newest != seen or self.wait_until or time.monotonic() > again:
                    more = self.follow()
                    # On PostgreSQL the newest event may wait for an older transaction that is still open.
                    seen, again = newest, time.monotonic() + LOOK_AGAIN
            if not more:
                time.sleep(pause)

    def follow(self) -> bool:
        """One batch for each follower. True when there is more to read."""
        more = False
        for follower in events.followers():
            if self.wait_until.get(follower.name, 0) > time.monotonic():
                continue
            self.wait_until.pop(follower.name, None)
            try:
                more |= self.advance(follower, 1 if self.tries.get(follower.name) else BATCH)
                self.tries.pop(follower.name, None)
            except Exception as problem:
                more |= self._failed(follower, problem)
        return more

    def drain(self) -> None:
        """Follow until nothing is left: for tests and imports."""
        for _round in range(10_000):
            if not self.follow() and not self.tries:
                return
            self.wait_until.clear()

    def advance(self, follower: events.Follower, limit: int) -> bool:
        """Read, react, move the cursor: in one transaction, unless the effect lies outside the database."""
        is_sqlite = db.session.get_bind().dialect.name == "sqlite"
        around = nullcontext() if follower.outside and is_sqlite else transaction()
        with around:
            cursor = self._cursor(follower.name)
            if cursor is None:
                return False
            batch = events.after(cursor, limit)
            if not batch:
                return False
            wanted = [event for _tx, event in batch if follower.wants(event)]
            if wanted:
                follower.handle(wanted)
            with transaction():
                cursor = db.session.merge(cursor)
                cursor.tx, cursor.event_id, cursor.at = batch[-1][0], batch[-1][1].id, clock.now()
        db.session.remove()
        return len(batch) == limit

    def _cursor(self, name: str) -> events.Cursor | None:
        """The follower's place; None while another worker holds it (PostgreSQL)."""
        row = select(events.Cursor).where(events.Cursor.follower == name).with_for_update(skip_locked=True)
        cursor = db.session.scalars(row).first()
        if cursor is None and db.session.get(events.Cursor, name) is None:
            with transaction():
                cursor = db.session.merge(events.Cursor(follower=name, tx=0, event_id=0))
        return cursor

    def _failed(self, follower: events.Follower, problem: Exception) -> bool:
        """Try again with growing pauses, one event at a time; then set the event aside and go on (True)."""
        db.session.remove()
        tries = self.tries[follower.name] = self.tries.get(follower.name, 0) + 1
        self.wait_until[follower.name] = time.monotonic() + min(60, 0.5 * 2**tries)
        log.error(
            "follower.failed", follower=follower.name, tries=tries, error=type(problem).__name__, exc_info=problem
        )
        if tries <= TRIES:
            return False
        with transaction():
            cursor = self._cursor(follower.name)
            batch = events.after(cursor, 1) if cursor else []
            if cursor and batch:
                tx, event = batch[0]
                db.session.merge(
                    events.Failure(follower=follower.name, event_id=event.id, error=type(problem).__name__)
                )
                cursor.tx, cursor.event_id = tx, event.id
        self.tries.pop(follower.name, None)
        self.wait_until.pop(follower.name, None)
        return True

    def run_jobs(self) -> None:
        """Each job whose time has come; one that fails is tried again at its next turn."""
        for job in _jobs.values():
            if self.job_due.get(job.name, 0) > time.monotonic():
                continue
            self.job_due[job.name] = time.monotonic() + job.seconds
            if not job.apart:
                self._run(job)
            elif not (running := self.apart.get(job.name)) or not running.is_alive():
                self.apart[job.name] = threading.Thread(target=self._beside, args=(job,), name=job.name, daemon=True)
                self.apart[job.name].start()

    def _beside(self, job: Job) -> None:
        with self.context():
            self._run(job)

    def _run(self, job: Job) -> None:
        try:
            job.run()
        except Exception as problem:
            log.error("job.failed", job=job.name, exc_info=problem)
        finally:
            db.session.remove()
