"""Once a week at most: what is to be read again in the spaces that one keeps, and what readers say has changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from forum.core import addresses, clock, letters, mail
from forum.core.db import db, transaction
from forum.core.permissions import Actor
from forum.core.worker import every
from forum.items.queries.lists import ItemRow, by_ids
from forum.notifications.bounces import takes_letters
from forum.notifications.calendar import period_of
from forum.notifications.headers import of_stop, stop_link
from forum.notifications.keepers import keepers_of
from forum.notifications.models import NotificationSettings
from forum.people.models import User
from forum.spaces import actors
from forum.spaces.models import Membership, Space
from forum.upkeep.models import UpkeepLetter
from forum.upkeep.queries import age_in_days, due_by_space, open_by_space

FEW = 5  # pages of one space; the rest is counted, and one click away
ByList = dict[int, list[int]]


@dataclass(slots=True)
class Line:
    """One page. `age`: days since somebody looked; none when nobody did."""

    title: str
    path: str
    age: int | None


@dataclass(slots=True)
class Part:
    """One space: what readers say, what is due, how much more."""

    name: str
    slug: str
    said: list[Line] = field(default_factory=list)
    due: list[Line] = field(default_factory=list)
    count: int = 0


@every(1800, name="letters of upkeep")
def send_due() -> int:
    """Everybody whose hour has come this week. Answers how many letters were written."""
    due, said = due_by_space(), open_by_space()
    written = 0
    for user_id, space_ids in sorted(whom(due.keys() | said.keys()).items()):
        with transaction():
            written += _send(user_id, space_ids, due, said)
    return written


def whom(space_ids: Iterable[int]) -> ByList:
    """The nearest who keep each space right, and which: its curators, else its moderators, else those above."""
    ids = list(space_ids)
    if not ids:
        return {}
    rows = select(Membership.space_id, Membership.role, Membership.user_id)
    rows = rows.where(Membership.space_id.in_(ids), Membership.role.in_(("curator", "moderator")))
    roles: dict[tuple[int, str], set[int]] = defaultdict(set)
    for space_id, role, user_id in db.session.execute(rows):
        roles[space_id, role].add(user_id)
    spaces = {space.id: space for space in db.session.scalars(select(Space).where(Space.id.in_(ids)))}
    found: ByList = defaultdict(list)
    for space_id, space in sorted(spaces.items()):
        people = roles[space_id, "curator"] or roles[space_id, "moderator"] or keepers_of(space)
        for user_id in people:
            found[user_id].append(space_id)
    return found


def _send(user_id: int, space_ids: list[int], due: ByList, said: ByList) -> int:
    """One person's, unless another worker is at it. 1 when a letter was written."""
    user = db.session.scalars(select(User).where(User.id == user_id).with_for_update(skip_locked=True)).first()
    actor = actors.of_user(user_id) if user and user.email else None
    if user is None or actor is None or not _wants(user_id, actor):
        return 0
    period = period_of("weekly", actor.timezone, clock.now())
    if db.session.get(UpkeepLetter, (user_id, period)):
        return 0
    parts = [part for each in space_ids if (part := _part(each, actor, due.get(each, []), said.get(each, [])))]
    if not parts:
        return 0
    db.session.add(UpkeepLetter(user_id=user_id, period=period))
    name = f"upkeep.{user_id}.{period}@{addresses.host()}"
    headers = {"Message-ID": f"<{name}>", "List-Id": f"<upkeep.{addresses.host()}>", **of_stop(user_id, "upkeep")}
    mail.post_all([letters.made(
        "upkeep/week", to=user.email or "", key=f"upkeep/{user_id}/{period}", locale=user.locale, again=False,
        headers=headers, name=user.name, parts=parts, stop_link=stop_link(user_id, "upkeep"),
    )])  # fmt: skip
    return 1


def _wants(user_id: int, actor: Actor) -> bool:
    """They take summaries, did not refuse this one, and their hour of the week has come."""
    wishes = db.session.get(NotificationSettings, user_id)
    if not takes_letters(user_id) or (wishes and (wishes.digest == "none" or "upkeep" in wishes.refused)):
        return False
    weekday, hour = (wishes.weekday, wishes.hour) if wishes else (0, 8)
    here: datetime = clock.now().astimezone(ZoneInfo(actor.timezone or "Europe/Paris"))
    return (here.weekday(), here.hour) >= (weekday, hour)


def _part(space_id: int, actor: Actor, due: list[int], said: list[int]) -> Part | None:
    space = db.session.get(Space, space_id)
    rows = by_ids([*due[:FEW], *said[:FEW]], actor)
    if space is None or not rows:
        return None
    return Part(
        space.name, space.slug, [_line(rows[each]) for each in said[:FEW] if each in rows],
        [_line(rows[each]) for each in due[:FEW] if each in rows], len(due),
    )  # fmt: skip


def _line(row: ItemRow) -> Line:
    return Line(row.title, row.url, age_in_days(row.facts.get("verified_on") or row.facts.get("reviewed_on")))
