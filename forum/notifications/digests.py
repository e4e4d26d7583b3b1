"""Summaries by mail: what somebody follows and has not read, with the texts, at their hour. Never empty, never twice."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import and_, func, insert, literal, or_, select, true

from forum.core import addresses, clock, letters, mail
from forum.core.db import db, transaction
from forum.core.letters import installation
from forum.core.markup.for_mail import for_mail
from forum.core.permissions import Actor
from forum.core.worker import every
from forum.items.kinds import path_of
from forum.items.models.around import Reading
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.items.policy import visible_to
from forum.notifications.audience import SPOKEN
from forum.notifications.calendar import next_digest, period_of
from forum.notifications.headers import of_stop, stop_link
from forum.notifications.letters import steps_of
from forum.notifications.models import QUIET, Digest, MailStop, Notification, NotificationSettings
from forum.notifications.queries import NotificationRow, address_of
from forum.people.models import Organisation, User
from forum.spaces import actors
from forum.spaces.models import Space

log = structlog.get_logger()
MOST = 60  # messages in one letter; the rest is counted, and one click away
LONG = 1_500  # characters of one message; the rest is one click away
SOME = 50  # people in one round
FIRST = timedelta(days=7)  # a first summary does not begin with what is old


@dataclass(slots=True)
class Message:
    """One new message, as the letter shows it."""

    number: int
    author: str
    organisation: str
    text: str
    html: str
    path: str
    is_cut: bool


@dataclass(slots=True)
class Sentence:
    """Something else that happened: where it is seen, and its text when it has one (the answer that was kept…)."""

    row: NotificationRow
    path: str
    text: str = ""
    html: str = ""
    is_cut: bool = False


@dataclass(slots=True)
class Told:
    """What is new in one publication: messages, and sentences about it (an answer was accepted…)."""

    title: str
    path: str
    messages: list[Message] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


@dataclass(slots=True)
class Summary:
    """Space → its publications; `rest` messages did not fit."""

    spaces: dict[str, dict[int, Told]] = field(default_factory=dict)
    messages: int = 0
    rest: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing to tell: no letter."""
        return not self.spaces


@every(60, name="digests")
def send_due() -> int:
    """Everybody whose hour has come. Answers how many letters were written."""
    _prepare()
    written = 0
    due = select(NotificationSettings.user_id).where(NotificationSettings.next_digest_at <= clock.now())
    # Due for an hour and more, and nothing done: the worker was down. The oldest first.
    for user_id in db.session.scalars(due.order_by(NotificationSettings.next_digest_at).limit(SOME)).all():
        with transaction():
            written += _send(user_id)
    return written


def _prepare() -> None:
    """A date for those who have none: new members, changed wishes. Nothing is written when there is nobody."""
    missing = (
        select(User.id)
        .outerjoin(NotificationSettings, NotificationSettings.user_id == User.id)
        .where(
            User.state == "active", User.email.is_not(None),
            or_(NotificationSettings.user_id.is_(None),
                and_(NotificationSettings.digest != "none", NotificationSettings.next_digest_at.is_(None))),
        )
        .order_by(User.id)
        .limit(500)
    )  # fmt: skip
    ids = list(db.session.scalars(missing))
    if not ids:
        return
    with transaction():
        people = actors.of_users(ids)
        rows = db.session.scalars(select(NotificationSettings).where(NotificationSettings.user_id.in_(ids)))
        known = {wishes.user_id: wishes for wishes in rows}
        usual = NotificationSettings(digest="weekly", hour=8, weekday=0)
        fresh = []
        for user_id, actor in people.items():
            due = next_digest(known.get(user_id, usual), actor.timezone, clock.now())
            if user_id in known:
                known[user_id].next_digest_at = due
            else:
                fresh.append({"user_id": user_id, "mail": "mine", "refused": [], "digest": "weekly", "hour": 8,
                              "weekday": 0, "next_digest_at": due})  # fmt: skip
        if fresh:
            db.session.execute(insert(NotificationSettings), fresh)


def _send(user_id: int) -> int:
    """One person's, unless another worker is at it. 1 when a letter was written."""
    mine = select(NotificationSettings).where(NotificationSettings.user_id == user_id)
    wishes = db.session.scalars(mine.with_for_update(skip_locked=True)).first()
    now = clock.now()
    if wishes is None or wishes.next_digest_at is None or wishes.next_digest_at > now:
        return 0
    actor = actors.of_user(user_id)
    if actor is None:  # suspended
        wishes.next_digest_at = now + timedelta(days=7)
        return 0
    wishes.next_digest_at = next_digest(wishes, actor.timezone, now)
    period = period_of(wishes.digest, actor.timezone, now)
    user = db.session.get(User, user_id)
    if user is None or not user.email or db.session.get(MailStop, user_id) or db.session.get(Digest, (user_id, period)):
        return 0
    seen = wishes.digest_seen or 0
    # Not "since the last one" by the clock: what happened just before may have been told to people just after.
    newest = select(func.max(Notification.id)).where(Notification.user_id == user_id)
    wishes.digest_seen = db.session.scalar(newest) or seen
    found = summary_of(actor, seen, wishes.digest_seen, now - FIRST if not seen else None)
    if found.is_empty:
        return 0
    db.session.add(Digest(user_id=user_id, period=period, messages=found.messages))
    mail.post_all([_letter(user, wishes.digest, period, found)])
    return 1


def _letter(user: User, digest: str, period: str, found: Summary) -> mail.Draft:
    name = f"digest.{user.id}.{period}@{addresses.host()}"
    headers = {"Message-ID": f"<{name}>", "List-Id": f"<digest.{addresses.host()}>", **of_stop(user.id, "digest")}
    return letters.made(
        "notifications/digest", to=user.email or "", key=f"digest/{user.id}/{period}", locale=user.locale, again=False,
        headers=headers, name=user.name, digest=digest, summary=found, stop_link=stop_link(user.id, "digest"),
    )  # fmt: skip


def summary_of(actor: Actor, after: int, until: int, since: datetime | None = None) -> Summary:
    """What this person was to be told between two notifications, had no letter of, has not read, and may read.

    One query, one more when needs were answered.
    """
    seen = select(Reading.number).where(Reading.user_id == actor.id, Reading.item_id == Notification.item_id)
    rows = (
        select(Notification, User.name, Item, Space.name, Space.slug, Post, Organisation.name)
        .outerjoin(Item, Item.id == Notification.item_id)
        .outerjoin(Post, and_(Post.item_id == Notification.item_id, Post.number == Notification.number))
        .outerjoin(Space, Space.id == func.coalesce(Item.space_id, Notification.space_id))
        # Of messages their author; of the rest whoever did it.
        .outerjoin(User, User.id == func.coalesce(Post.author_id, Notification.actor_id))
        .outerjoin(Organisation, Organisation.id == func.coalesce(Post.organisation_id, Item.organisation_id))
        .where(
            Notification.user_id == actor.id, Notification.read_at.is_(None), Notification.mailed.is_(False),
            Notification.id > after, Notification.id <= until, Notification.at > since if since else true(),
            or_(Notification.item_id.is_(None), and_(visible_to(actor), Item.state == "public")),
            or_(Notification.number.is_(None), Notification.number == 1, Post.state == "public"),
            # A message that was read is no news; what happened to it since (it was kept as the answer) is.
            or_(Notification.name.not_in(SPOKEN),
                func.coalesce(seen.scalar_subquery(), literal(0)) < func.coalesce(Notification.number, 1)),
        )
        .order_by(Space.name, Notification.item_id, Notification.number, Notification.id)
        .limit(MOST * 5)
    )  # fmt: skip
    found, shown = Summary(), set()
    told_rows = db.session.execute(rows).all()
    steps = steps_of({row[0].data["step"] for row in told_rows if row[0].name == "need.answered"})
    for row in told_rows:
        told, item = row[0], row[2]
        is_message = told.name in SPOKEN and item is not None
        if is_message and (item.id, told.number) in shown:
            continue
        if is_message and found.messages >= MOST:
            found.rest += 1
            continue
        if not is_message and told.reason == QUIET:
            continue
        group = _group(found, *row[2:4], told)
        if is_message:
            shown.add((item.id, told.number))
            found.messages += 1
            group.messages.append(_message(told.number or 1, *row[1:3], *row[5:]))
        else:
            group.sentences.append(_sentence(told, row, steps, (told.item_id, told.number) in shown))
    return found


def _group(found: Summary, item: Item | None, space: str | None, told: Notification) -> Told:
    place = found.spaces.setdefault(space or "", {})
    if item is None:
        return place.setdefault(0, Told("", "/notifications/"))
    return place.setdefault(item.id, Told(item.title, path_of(item.kind, item.id, item.slug)))


def _message(number: int, author: str | None, item: Item, post: Post | None, organisation: str | None) -> Message:
    text, html = (post.source, post.html) if post else (item.source, item.html)
    path = path_of(item.kind, item.id, item.slug, number)
    return Message(number, author or "", organisation or "", *_text(text, html)[:2], path, len(text) > LONG)


def _text(text: str, html: str) -> tuple[str, str, bool]:
    """What travels of a text: without its form when it is cut, for cut HTML would be broken HTML."""
    if len(text) > LONG:
        return text[:LONG].rsplit(" ", 1)[0] + "…", "", True
    return text, for_mail(html, installation().base_url), False


def _sentence(told: Notification, row: Any, steps: dict[int, tuple[str, str]], is_shown: bool) -> Sentence:
    """As the page of notifications says it, with the text that it is about unless it stands above already."""
    item, space_slug, post = row[2], row[4], row[5]
    said = NotificationRow(
        told.id, told.name, told.reason, told.number, told.data, told.at, told.read_at, row[1], told.item_id,
        item.kind if item else None, item.slug if item else None, item.title if item else None, row[3], space_slug,
    )  # fmt: skip
    path = address_of(told, path_of(item.kind, item.id, item.slug, told.number or 1) if item else "", space_slug or "")
    if told.name == "need.answered" and told.data["step"] in steps:
        return Sentence(said, path, *_text(*steps[told.data["step"]]))
    if told.name == "thread.answered" and post is not None and told.reason != "answer" and not is_shown:
        return Sentence(said, path, *_text(post.source, post.html))
    return Sentence(said, path)
