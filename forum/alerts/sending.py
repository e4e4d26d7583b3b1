"""Letters of saved searches: what is new and changed, deadlines that come near. Never empty, never the same twice."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from sqlalchemy import and_, delete, func, or_, select

from forum.alerts.commands import list_headers, next_morning, stop_link
from forum.alerts.models import ItemChange, SavedSearch, Told
from forum.alerts.queries import concerns, dated_rows, reader_of, rows_of
from forum.alerts.words import closing, question_in_words, said
from forum.core import addresses, clock, i18n, letters, mail
from forum.core.db import db, transaction
from forum.core.permissions import Actor
from forum.core.worker import every
from forum.items.queries.lists import ItemRow
from forum.notifications.bounces import takes_letters
from forum.people.models import User

DAYS = (30, 7, 1)
SOME = 50  # owners in one round
MOST = 60  # publications in one letter; the rest is counted, and one click away
MONDAY = 0


@dataclass(slots=True)
class Line:
    """One publication in a letter."""

    title: str
    path: str
    place: str
    sentences: list[str] = field(default_factory=list)
    is_new: bool = False


@every(60, name="alerts")
def send_due() -> int:
    """Everybody for whom something is new, or whose morning has come. Answers how many letters were written."""
    newest = db.session.scalar(select(func.max(ItemChange.id))) or 0
    due = (
        select(SavedSearch.id)
        .where(
            SavedSearch.confirmed_at.is_not(None), SavedSearch.stopped_at.is_(None), SavedSearch.how != "none",
            or_(SavedSearch.next_at <= clock.now(), and_(SavedSearch.how == "now", SavedSearch.seen < newest)),
        )
        .order_by(SavedSearch.next_at, SavedSearch.id)
        .limit(SOME)
    )  # fmt: skip
    written = 0
    for search_id in db.session.scalars(due).all():
        with transaction():
            written += send(search_id, newest)
    return written


@every(3600, name="alerts forgotten")
def forget() -> None:
    """Searches that nobody confirmed in a week, stopped ones without an account, and what was told long ago."""
    now = clock.now()
    nobody = SavedSearch.user_id.is_(None)
    with transaction():
        unconfirmed = and_(SavedSearch.confirmed_at.is_(None), SavedSearch.created_at < now - timedelta(days=7))
        stopped = SavedSearch.stopped_at < now - timedelta(days=2)
        db.session.execute(delete(SavedSearch).where(nobody, or_(unconfirmed, stopped)))
        db.session.execute(delete(Told).where(Told.at < now - timedelta(days=400)))
        db.session.execute(delete(ItemChange).where(ItemChange.at < now - timedelta(days=60)))


def owner_of(search: SavedSearch) -> str:
    """A person, whatever the number of their searches; an address only as its digest."""
    return f"u{search.user_id}" if search.user_id else "m" + hashlib.sha256(search.email.encode()).hexdigest()[:32]


def send(search_id: int, newest: int) -> int:
    """One search, unless another worker is at it. 1 when a letter was written."""
    mine = select(SavedSearch).where(SavedSearch.id == search_id)
    search = db.session.scalars(mine.with_for_update(skip_locked=True)).first()
    actor = reader_of(search) if search else None
    if search is None:
        return 0
    to, locale = _address(search)
    morning = search.next_at is not None and search.next_at <= clock.now()
    if morning:
        search.next_at = next_morning(actor.timezone if actor else "")
    if actor is None or not to:  # suspended, or wants no letters: what happens meanwhile is not told later
        search.seen = newest
        return 0
    with i18n.speaking(locale):
        lines, rest = _lines(search, actor, newest, morning)
        if lines:
            mail.post_all([_letter(search, actor, to, locale, lines, rest)])
    return 1 if lines else 0


def _address(search: SavedSearch) -> tuple[str, str]:
    """Where letters go, and their language; an empty address when none shall come."""
    if not search.user_id:
        return search.email, search.locale or "fr"
    user = db.session.get(User, search.user_id)
    return (user.email or "" if user and takes_letters(search.user_id) else ""), (user.locale if user else "") or "fr"


def _lines(search: SavedSearch, actor: Actor, newest: int, morning: bool) -> tuple[list[Line], int]:
    found: dict[int, Line] = {}
    is_news = search.how == "now" or (morning and (search.how == "daily" or clock.today().weekday() == MONDAY))
    if is_news:
        _news(search, actor, newest, found)
    if morning and search.deadlines:
        _reminders(search, actor, found)
    lines = list(found.values())
    return lines[:MOST], max(0, len(lines) - MOST)


def _news(search: SavedSearch, actor: Actor, newest: int, found: dict[int, Line]) -> None:
    rows = select(ItemChange).where(
        ItemChange.id > search.seen, ItemChange.id <= newest,
        ItemChange.at >= search.created_at,  # stood on the page already, though the follower had not looked yet
    )  # fmt: skip
    changes = list(db.session.scalars(rows.order_by(ItemChange.id)))
    search.seen = newest
    ids = {change.item_id for change in changes}
    shown = {row.id: row for row in rows_of(search, actor, ids=ids, limit=1000)} if ids else {}
    told = _told(search, [f"change/{change.id}" for change in changes if change.item_id in shown])
    for change in changes:
        row = shown.get(change.item_id)
        if row is None or f"change/{change.id}" in told:
            continue
        if change.what == "local" and not concerns(search, actor, int(change.was)):
            continue
        _mark(search, f"change/{change.id}")
        if search.user_id and row.author_handle == actor.handle and change.what == "new":
            continue  # one's own
        line = found.setdefault(row.id, _line(row))
        sentence = said(change)
        line.is_new = line.is_new or change.what == "new"
        if sentence not in line.sentences and not (line.is_new and change.what == "facts"):
            line.sentences.append(sentence)
        if day := row.facts.get("deadline"):  # it is said with its deadline: the day itself is not told again
            left = (day - clock.today()).days
            if change.what == "new" and left >= 0:
                line.sentences.append(closing(left, day))
            if step := _step(left):
                _mark(search, _key(row.id, day, step))


def _reminders(search: SavedSearch, actor: Actor, found: dict[int, Line]) -> None:
    today = clock.today()
    rows = dated_rows(search, actor, today, today + timedelta(days=DAYS[0]))
    wanted = {}
    for row in rows:
        day: date = row.facts["deadline"]
        step = _step((day - today).days)
        # The day on which it was to be told lies after the search was kept: older ones were seen on the page.
        if step and day - timedelta(days=step) >= search.created_at.date():
            wanted[_key(row.id, day, step)] = row
    told = _told(search, list(wanted))
    for key, row in wanted.items():
        if key not in told:
            _mark(search, key)
            day = row.facts["deadline"]
            found.setdefault(row.id, _line(row)).sentences.append(closing((day - today).days, day))


def _step(left: int) -> int:
    """Which of 30, 7 and 1 days before it is by now; 0 for none."""
    return min((days for days in DAYS if 0 <= left <= days), default=0)


def _key(item_id: int, day: date, step: int) -> str:
    return f"deadline/{item_id}/{day.isoformat()}/{step}"


def _told(search: SavedSearch, keys: list[str]) -> set[str]:
    rows = select(Told.key).where(Told.owner == owner_of(search), Told.key.in_(keys))
    return set(db.session.scalars(rows)) if keys else set()


def _mark(search: SavedSearch, key: str) -> None:
    db.session.merge(Told(owner=owner_of(search), key=key))


def _line(row: ItemRow) -> Line:
    return Line(row.title, row.url, row.space_name)


def _letter(search: SavedSearch, actor: Actor, to: str, locale: str, lines: list[Line], rest: int) -> mail.Draft:
    count = db.session.scalar(
        select(func.count()).select_from(mail.Mail).where(mail.Mail.key.like(f"alert/{search.id}/%"))
    )
    key = f"alert/{search.id}/{clock.now():%Y%m%d%H%M%S}.{count}"
    headers = {"Message-ID": f"<{key.replace('/', '.')}@{addresses.host()}>", **list_headers(search)}
    return letters.made(
        "alerts/news", to=to, key=key, locale=locale, again=False, headers=headers, search=search, lines=lines,
        rest=rest, question=question_in_words(search, actor), stop_link=stop_link(search),
        page=letters.installation().base_url + page_path(search), has_account=bool(search.user_id),
    )  # fmt: skip


def page_path(search: SavedSearch) -> str:
    """The page whose question it keeps."""
    if search.place == "finder":
        told = [(name, value) for name, value in search.question.items() if name != "territory"]
        pairs = [(name, each) for name, value in told for each in (value.split(",") if name == "theme" else [value])]
        return "/resources/finder" + (f"?{urlencode(pairs)}" if pairs else "")
    start = "/search" if search.place == "search" else "/resources/"
    return start + (f"?{urlencode(search.question)}" if search.question else "")
