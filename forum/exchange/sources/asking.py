"""Asking the sources that are due: one at a time, only for what changed, less and less often while one fails."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from forum.core import clock
from forum.core.asking import Document, Whoever, fetch
from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.i18n import _, speaking
from forum.core.outside import Place, place_of
from forum.exchange.models import Source
from forum.exchange.sheets.reading import LARGEST, MOST_ROWS
from forum.exchange.sources.meaning import fields_of
from forum.exchange.sources.reading import Found, Raw, objects_of
from forum.exchange.sources.taking import take
from forum.people.models import User

log = structlog.get_logger()
SOURCES, PAGES, ROUNDS = 5, 20, 20  # in one turn; of one list; that are remembered
LEASE = timedelta(minutes=30)  # nobody else asks meanwhile: twenty pages of 25 seconds fit
SOON, LATEST = timedelta(hours=1), timedelta(days=7)  # after a first failure, and at most
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/json, text/csv, */*;q=0.5"


class Asker(Whoever):
    """Reads sources of resources."""

    purpose = "reads this source for its catalogue"


ASKER = Asker()


@dataclass(slots=True)
class Came:
    """All pages of one answer. `same`: the source says that nothing changed."""

    objects: list[Raw] = field(default_factory=list)
    is_feed: bool = False
    same: bool = False
    problem: str = ""
    wait: int = 0
    moved_to: str = ""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    pages: int = 0


def due(now: datetime, limit: int = SOURCES) -> list[int]:
    """Sources whose time has come. One query."""
    rows = select(Source.id).where(Source.next_at <= now, Source.paused_at.is_(None), Source.confirmed_at.is_not(None))
    return list(db.session.scalars(rows.order_by(Source.next_at, Source.id).limit(limit)))


def ask_due(by: Asker) -> int:
    """One turn. Answers how many sources were asked."""
    return sum(ask(source_id, by) for source_id in due(clock.now()))


def ask(source_id: int, by: Asker) -> bool:
    """Ask one source and take what it says. False when somebody else is at it."""
    now = clock.now()
    free = (
        update(Source)
        .where(Source.id == source_id, Source.next_at <= now)
        .values(next_at=now + LEASE, asked_at=now)
    )  # fmt: skip
    with transaction():
        if db.session.execute(free).rowcount != 1:
            return False
        source = db.session.get_one(Source, source_id)
        url, asked, is_whole = source.url, _conditions(source), source.is_whole
        before, locale = source.digest, db.session.get_one(User, source.by_id).locale
    with speaking(locale or "fr"):
        _read(source_id, url, asked, before, is_whole=is_whole, by=by)
    return True


def _read(source_id: int, url: str, asked: dict[str, str], before: str, *, is_whole: bool, by: Asker) -> None:
    try:
        came = look_at(url, by, asked)
        counts = Counter[str]()
        if came.digest == before and before:
            came.same = True
        if not came.problem and not came.same:
            counts = take(source_id, came.objects, is_whole=is_whole and not came.is_feed)
    except Exception as problem:  # whatever an answer of others makes us stumble over, the next ones have their turn
        log.error("sources.stumbled", source=source_id, error=type(problem).__name__)
        db.session.rollback()
        came, counts = Came(problem="answer"), Counter()
    with transaction():
        _note(source_id, came, counts)


def look_at(url: str, by: Asker, headers: dict[str, str] | None = None) -> Came:
    """All that an address says, page by page, never from one machine to another. Opens no transaction."""
    came, place, digest = Came(), place_of(url), hashlib.sha256()
    if place is None:
        return Came(problem="scheme")
    following: Place | None = place
    while following is not None:
        said = fetch(following, by.guard, by.agent, most=LARGEST,
                     headers={"Accept": ACCEPT, **(headers or {} if not came.pages else {})})  # fmt: skip
        if said.answer.status == 304:
            return Came(same=True)
        if said.answer.problem or said.answer.status != 200:
            return Came(problem=said.answer.problem or str(said.answer.status), wait=said.answer.wait)
        try:
            found = objects_of(said.data, said.answer.url, dict(said.headers))
        except Invalid as problem:
            return Came(problem=problem.message)
        came.pages += 1
        digest.update(said.data)
        came.objects += found.objects
        _first(came, said, found)
        following = _following(place_of(said.answer.url), found, came)
    came.digest = digest.hexdigest()
    if came.pages > 1:  # of many pages, the first may be the same while others changed
        came.etag = came.last_modified = ""
    return came


def _first(came: Came, said: Document, found: Found) -> None:
    if came.pages == 1:
        came.is_feed = found.is_feed
        came.moved_to = said.answer.url if said.answer.is_moved else ""
        came.etag = said.headers.get("etag", "")[:300]
        came.last_modified = said.headers.get("last-modified", "")[:60]


def _following(here: Place | None, found: Found, came: Came) -> Place | None:
    place = place_of(found.following) if found.following else None
    if place is None or here is None or came.pages >= PAGES or len(came.objects) >= MOST_ROWS or not found.objects:
        return None
    return place if (place.scheme, place.authority) == (here.scheme, here.authority) and place != here else None


def _conditions(source: Source) -> dict[str, str]:
    """Only what changed since; all of it when its columns are read otherwise than before."""
    if not source.digest:
        return {}
    asked = {"If-None-Match": source.etag, "If-Modified-Since": source.last_modified}
    return {name: value for name, value in asked.items() if value}


def _note(source_id: int, came: Came, counts: Counter[str]) -> None:
    """What came of it, and when it is asked again."""
    source = db.session.get(Source, source_id, with_for_update=True)
    if source is None:
        return
    now = clock.now()
    problem = came.problem
    if counts["few"]:
        problem = _("It has far fewer objects than before: nothing was concluded of those that it no longer has.")
    entry = {"at": now.isoformat(), "problem": problem, "same": came.same, **{n: c for n, c in counts.items() if c}}
    source.rounds = [entry, *source.rounds][:ROUNDS]
    source.problem = problem[:300]
    if came.problem:
        source.failures += 1
        pause = min(SOON * 2 ** min(source.failures - 1, 8), LATEST)
        source.next_at = now + max(pause, timedelta(seconds=came.wait))
        return
    source.failures, source.came_at = 0, now
    source.next_at = now + timedelta(hours=source.hours)
    if not came.same:
        source.etag, source.last_modified = came.etag, came.last_modified
        source.digest, source.moved_to = came.digest, came.moved_to
        source.fields = fields_of(came.objects)
