"""Guests as pages and the actor need them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import BindParameter, Select, func, select
from sqlalchemy.orm import aliased

from forum.core import clock
from forum.core.db import db
from forum.guests.models import Guest, GuestRefusal
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.models import User


@dataclass(frozen=True, slots=True)
class GuestRow:
    """A line of the list: `name` is the one they gave, once they came."""

    guest: Guest
    name: str
    by: str


def let_in(ids: BindParameter[Any]) -> Select[Any]:
    """Who is let into what: handed to the loader of actors."""
    return select(Guest.user_id.label("user_id"), Guest.item_id.label("item_id")).where(
        Guest.user_id.in_(ids), Guest.ended_at.is_(None)
    )


def guests_of(item_id: int) -> list[GuestRow]:
    """Everybody invited, newest first, those who were sent away last. One query."""
    host = aliased(User)
    rows = (
        select(Guest, User.name, host.name)
        .join(host, host.id == Guest.by_id)
        .outerjoin(User, User.id == Guest.user_id)
        .where(Guest.item_id == item_id)
        .order_by(Guest.ended_at.is_not(None), Guest.id.desc())
    )
    return [GuestRow(guest, name or guest.name, by) for guest, name, by in db.session.execute(rows)]


def names_of(item_id: int) -> list[str]:
    """Guests who came in and may still read it; members who were invited are no guests. One query."""
    rows = (
        select(User.name)
        .join(Guest, Guest.user_id == User.id)
        .where(Guest.item_id == item_id, Guest.ended_at.is_(None), User.state == "guest")
        .order_by(Guest.id)
    )
    return list(db.session.scalars(rows.limit(50)))


def of_key(key: str) -> Guest | None:
    """The invitation of a link. One query."""
    return db.session.scalars(select(Guest).where(Guest.key == key)).first()


def guest_in(item_id: int, guest_id: int) -> Guest | None:
    """One invitation of this discussion. One query."""
    return db.session.scalars(select(Guest).where(Guest.id == guest_id, Guest.item_id == item_id)).first()


def of_address(email: str, item_id: int | None = None) -> list[Guest]:
    """What an address is invited to and was not withdrawn. One query."""
    rows = select(Guest).where(Guest.email == email, Guest.ended_at.is_(None))
    if item_id:
        rows = rows.where(Guest.item_id == item_id)
    return list(db.session.scalars(rows.order_by(Guest.id.desc()).limit(10)))


def of_person(user_id: int) -> list[tuple[Guest, Item, str]]:
    """What somebody is a guest of, with who invited them. One query."""
    rows = (
        select(Guest, Item, User.name)
        .join(Item, Item.id == Guest.item_id)
        .join(User, User.id == Guest.by_id)
        .where(Guest.user_id == user_id, Guest.ended_at.is_(None))
        .order_by(Guest.id)
    )
    return [(guest, item, name) for guest, item, name in db.session.execute(rows)]


def person_of(email: str) -> User | None:
    """Whose address it is. One query."""
    return db.session.scalars(select(User).where(User.email == email)).first()


def invited_since(by_id: int, since: datetime) -> int:
    """How many somebody invited. One query."""
    rows = select(func.count()).where(Guest.by_id == by_id, Guest.invited_at > since)
    return db.session.scalar(rows) or 0


def invited_today(by_id: int) -> int:
    """Within a day. One query."""
    return invited_since(by_id, clock.now() - timedelta(days=1))


def count_of(item_id: int) -> int:
    """Invitations of a discussion that hold. One query."""
    rows = select(func.count()).where(Guest.item_id == item_id, Guest.ended_at.is_(None))
    return db.session.scalar(rows) or 0


def digest_of(email: str) -> str:
    """What is kept of an address whose owner wants no invitations."""
    return sha256(b"guest:" + email.encode()).hexdigest()


def refuses(email: str) -> bool:
    """Does the owner of this address want no invitations? One query."""
    return db.session.get(GuestRefusal, digest_of(email)) is not None


def messages_of(user_id: int) -> list[tuple[int, int, datetime, str]]:
    """What somebody wrote as a guest: (item, number, when, text). One query."""
    rows = select(Post.item_id, Post.number, Post.created_at, Post.source).where(Post.author_id == user_id)
    return [tuple(row) for row in db.session.execute(rows.order_by(Post.id))]
