"""What a person was told, as the page and the bell show it."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, case, false, func, null, or_, select

from forum.core.db import db
from forum.core.paging import Page, cut, unpack, whole
from forum.core.permissions import NOBODYS, Actor
from forum.core.prepared import ask
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.notifications.models import QUIET, Notification, NotificationSettings
from forum.people.models import Organisation, User
from forum.spaces.models import Space

MOST = 500  # unread ones that are counted; the bell says "99+" long before


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """One thing that a person was told."""

    id: int
    name: str
    reason: str
    number: int | None
    data: dict[str, Any]
    at: datetime
    read_at: datetime | None
    actor: str | None
    item_id: int | None
    kind: str | None
    slug: str | None
    title: str | None  # not that of a conversation whose message was reported: administrators are not in it
    space: str | None
    space_slug: str | None

    @property
    def is_unread(self) -> bool:
        """Not seen yet."""
        return self.read_at is None


@dataclass(frozen=True, slots=True)
class Group:
    """What was told of one publication, newest first; or one thing that is about none."""

    rows: list[NotificationRow]

    @property
    def first(self) -> NotificationRow:
        """The newest."""
        return self.rows[0]

    @property
    def unread(self) -> int:
        """How many were not seen yet."""
        return sum(row.is_unread for row in self.rows)


_TITLE = case(((Item.space_id == NOBODYS) & (Notification.name == "report.made"), null()), else_=Item.title)


def _mine(actor: Actor) -> tuple[Any, ...]:
    """One's own, about what one may still read: the same clause for the list and for the count."""
    # A report of a message that administrators could not read: it leads to the case, not to the conversation.
    reported = and_(Notification.name == "report.made", Item.space_id == NOBODYS) if actor.is_admin else false()
    told = Notification.user_id == actor.id, Notification.reason != QUIET
    return *told, or_(Notification.item_id.is_(None), visible_to(actor), reported)


TO_ME = ("mention", "reply", "quote", "author", "answer")  # reasons of what speaks to the person themselves


def told(
    actor: Actor, *, unread: bool = False, key: str = "", limit: int = 60, reasons: tuple[str, ...] = ()
) -> Page[Group]:
    """A page of what the actor was told, gathered by publication within the page. One query."""
    rows = (
        select(
            Notification.id, Notification.name, Notification.reason, Notification.number, Notification.data,
            Notification.at, Notification.read_at, User.name, Notification.item_id, Item.kind, Item.slug, _TITLE,
            Space.name, Space.slug,
        )
        .outerjoin(Item, Item.id == Notification.item_id)
        .outerjoin(Space, Space.id == func.coalesce(Item.space_id, Notification.space_id))
        .outerjoin(User, User.id == Notification.actor_id)
        .where(*_mine(actor))
        .order_by(Notification.id.desc())
        .limit(limit + 1)
    )  # fmt: skip
    if unread:
        rows = rows.where(Notification.read_at.is_(None))
    if reasons:
        rows = rows.where(Notification.reason.in_(reasons))
    if after := unpack(key, 1):
        rows = rows.where(Notification.id < whole(after[0]))
    page = cut([NotificationRow(*row) for row in db.session.execute(rows)], limit, lambda row: (row.id,))
    groups: dict[object, list[NotificationRow]] = {}
    for row in page.rows:
        groups.setdefault(row.item_id or f"alone {row.id}", []).append(row)
    return Page([Group(rows) for rows in groups.values()], page.next)


def unread_by_item(actor: Actor) -> dict[int, int]:
    """How many unread ones by publication (0: about none), of the newest. One query, none for visitors."""
    if not actor.is_someone:
        return {}
    return {item_id: count for item_id, count in ask(_unread_rows(actor))}


@lru_cache(maxsize=500)  # by actor: building a statement takes longer than asking it
def _unread_rows(actor: Actor) -> Select:
    newest = (
        select(Notification.item_id)
        .outerjoin(Item, Item.id == Notification.item_id)
        .where(*_mine(actor), Notification.read_at.is_(None))
        .order_by(Notification.id.desc())
        .limit(MOST)
        .subquery()
    )
    return select(func.coalesce(newest.c.item_id, 0), func.count()).group_by(newest.c.item_id)


def wishes_of(actor: Actor) -> NotificationSettings:
    """What the actor chose to get by mail; what one gets without a choice. One query, nothing written."""
    kept = db.session.get(NotificationSettings, actor.id)
    return kept or NotificationSettings(mail="mine", refused=[], digest="weekly", hour=8, weekday=0)


def address_of(found: Notification, item_path: str = "", space_slug: str = "") -> str:
    """Where a notification leads: the message, the decision, the case, the members. One query at most; none when the
    path of the message and the name of the space are known already, but for organisations."""
    data = found.data
    if data.get("path"):
        return str(data["path"])
    if found.name == "decision.made":
        return f"/decisions/{data.get('decision')}"
    if found.name == "mail.stopped":
        return "/notifications/settings"
    if found.name in ("report.made", "item.waits", "post.waits"):
        return f"/moderation/items/{found.item_id}/messages/{found.number or 1}"
    if found.item_id and item_path:
        return item_path
    if found.item_id:
        row = db.session.execute(select(Item.kind, Item.slug).where(Item.id == found.item_id)).one()
        return path_of(row.kind, found.item_id, row.slug, found.number or 1)
    if found.name.startswith("mandate."):
        return f"/organisations/{_organisation(data.get('organisation_id'))}"
    slug = space_slug or db.session.scalar(select(Space.slug).where(Space.id == found.space_id))
    return f"/spaces/{slug}/members" if found.name == "space.asked" else f"/spaces/{slug}"


def _organisation(organisation_id: int | None) -> str:
    return db.session.scalar(select(Organisation.slug).where(Organisation.id == organisation_id)) or ""
