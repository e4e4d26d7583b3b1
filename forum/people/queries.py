"""Accounts and organisations as pages and other rooms need them."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, or_, select, tuple_

from forum.core.db import db
from forum.core.paging import Page, cut, typed, unpack, whole
from forum.people.models import Mandate, Organisation, Token, User


@dataclass(frozen=True, slots=True)
class MandateRow:
    """A person in an organisation, or an organisation of a person."""

    id: int
    state: str
    role: str
    title: str
    user_id: int
    handle: str
    name: str
    organisation_id: int
    slug: str
    organisation: str


def user_of_token(secret: str) -> tuple[int, tuple[str, ...]] | None:
    """The person and scopes of a bearer token that was not revoked. One query."""
    digest = sha256(secret.encode()).hexdigest()
    rows = (
        select(Token.user_id, Token.scopes)
        .join(User, User.id == Token.user_id)
        .where(Token.digest == digest, Token.revoked_at.is_(None), User.state == "active")
    )
    row = db.session.execute(rows).first()
    return (row.user_id, tuple(row.scopes.split(","))) if row else None


def may_speak_for(user_id: int, organisation_id: int) -> bool:
    """A confirmed mandate that has not ended. One query."""
    rows = select(Mandate.id).where(
        Mandate.user_id == user_id, Mandate.organisation_id == organisation_id, Mandate.state == "confirmed"
    )
    return db.session.scalar(rows) is not None


def by_handle(handle: str) -> User | None:
    """An account that can be shown, by its handle. One query."""
    return db.session.scalars(select(User).where(User.handle == handle.lower().lstrip("@"))).first()


def by_login(login: str) -> User | None:
    """An account by handle or address, for signing in. One query."""
    word = login.strip().lower()
    return db.session.scalars(select(User).where(or_(User.handle == word, User.email == word))).first()


def _mandates():  # type: ignore[no-untyped-def]  # a statement of the columns of MandateRow
    return (
        select(
            Mandate.id, Mandate.state, Mandate.role, Mandate.title, User.id, User.handle, User.name,
            Organisation.id, Organisation.slug, Organisation.name,
        )
        .join(User, User.id == Mandate.user_id)
        .join(Organisation, Organisation.id == Mandate.organisation_id)
    )  # fmt: skip


def mandates_of(user_id: int, *states: str) -> list[MandateRow]:
    """The organisations of a person, confirmed ones unless said otherwise. One query."""
    rows = _mandates().where(Mandate.user_id == user_id, Mandate.state.in_(states or ("confirmed",)))
    return [MandateRow(*row) for row in db.session.execute(rows.order_by(Organisation.name).limit(50))]


def people_of(organisation_id: int) -> list[MandateRow]:
    """Who acts for an organisation, and who asked to. One query."""
    rows = _mandates().where(Mandate.organisation_id == organisation_id, Mandate.state != "ended")
    return [MandateRow(*row) for row in db.session.execute(rows.order_by(Mandate.state, User.name).limit(200))]


def organisation(slug: str) -> Organisation | None:
    """By slug. One query."""
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).first()


def organisations(
    *, territory_ids: list[int] | None = None, kind: str = "", key: str = "", limit: int = 30
) -> Page[Organisation]:
    """By name, a page at a time. One query."""
    rows = select(Organisation)
    if territory_ids:
        rows = rows.where(Organisation.territory_id.in_(territory_ids))
    if kind:
        rows = rows.where(Organisation.kind == kind)
    order = (Organisation.name, Organisation.id)
    if after := unpack(key, 2):
        rows = rows.where(tuple_(*order) > tuple_(*typed(order, after)))
    found = db.session.scalars(rows.order_by(*order).limit(limit + 1)).all()
    return cut(found, limit, lambda row: (row.name, row.id))


def accounts(words: str = "", key: str = "", limit: int = 50) -> Page[User]:
    """For administrators: newest first, or those whose name, handle or address begins so. One query."""
    rows = select(User).where(User.state != "named")
    if words:
        like = func.lower(words) + "%"
        rows = rows.where(or_(func.lower(User.name).like(like), User.handle.like(like), User.email.like(like)))
    if after := unpack(key, 1):
        rows = rows.where(User.id < whole(after[0]))
    found = db.session.scalars(rows.order_by(User.id.desc()).limit(limit + 1)).all()
    return cut(found, limit, lambda row: (row.id,))


def tokens_of(user_id: int) -> list[Token]:
    """Bearer tokens of a person that still open something. One query."""
    rows = select(Token).where(Token.user_id == user_id, Token.revoked_at.is_(None)).order_by(Token.id)
    return list(db.session.scalars(rows))
