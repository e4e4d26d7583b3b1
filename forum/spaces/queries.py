"""Spaces as pages need them."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import case, func, literal, select, tuple_, union_all

from forum.core.db import db
from forum.core.i18n import _
from forum.core.paging import Page, cut, typed, unpack
from forum.core.permissions import Actor
from forum.people.models import User
from forum.spaces.models import JoinRequest, Membership, Space
from forum.spaces.policy import known_to, listed_for
from forum.territories.queries import tree


@dataclass(frozen=True, slots=True)
class SpaceRow:
    """A space in a list."""

    id: int
    slug: str
    name: str
    kind: str
    visibility: str
    summary: str
    network: str
    territory_id: int | None
    parent_id: int | None
    members: int

    @property
    def territory_name(self) -> str:
        """Its territory's name, or nothing."""
        return tree().nodes[self.territory_id].name if self.territory_id in tree().nodes else ""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person in a space."""

    id: int
    handle: str
    name: str
    role: str


def known(slug: str, actor: Actor) -> Space | None:
    """The space, if the actor may know of it. One query."""
    return db.session.scalars(select(Space).where(Space.slug == slug, known_to(actor))).first()


def listed(actor: Actor) -> list[SpaceRow]:
    """All spaces that the actor is shown, national first, then regions, themes, groups. One query.

    Their number is that of regions, themes and groups: hundreds at most, so the page is not cut.
    """
    members = select(func.count()).where(Membership.space_id == Space.id).scalar_subquery()
    rows = (
        select(
            Space.id, Space.slug, Space.name, Space.kind, Space.visibility, Space.summary, Space.network,
            Space.territory_id, Space.parent_id, members,
        )
        .where(listed_for(actor))
        .order_by(Space.position, Space.name)
        .limit(500)
    )  # fmt: skip
    return [SpaceRow(*row) for row in db.session.execute(rows)]


def row_of(space: Space) -> tuple[SpaceRow, str | None]:
    """One space as a row of a list, and its parent's slug when the parent is open. Two queries at most."""
    members = db.session.scalar(select(func.count()).where(Membership.space_id == space.id)) or 0
    above = select(Space.slug).where(Space.id == space.parent_id, Space.visibility == "public")
    row = SpaceRow(
        space.id, space.slug, space.name, space.kind, space.visibility, space.summary, space.network,
        space.territory_id, space.parent_id, members,
    )  # fmt: skip
    return row, db.session.scalar(above) if space.parent_id else None


def mine(actor: Actor) -> list[tuple[str, str]]:
    """Slug and name of the spaces that the actor joined. One query."""
    rows = (
        select(Space.slug, Space.name)
        .join(Membership, Membership.space_id == Space.id)
        .where(Membership.user_id == actor.id)
        .order_by(Space.position, Space.name)
        .limit(50)
    )
    return [(slug, name) for slug, name in db.session.execute(rows)]


def open_to(actor: Actor, kind: str, only: Callable[[Space], bool] = lambda _space: True) -> list[tuple[str, str]]:
    """Slug and name of the spaces where the actor may publish this kind, of those that `only` takes. One query."""
    rows = select(Space).where(listed_for(actor)).order_by(Space.position, Space.name).limit(500)
    return [
        (space.slug, space.name)
        for space in db.session.scalars(rows)
        if kind in space.item_kinds
        and (space.is_public or actor.is_admin or space.id in actor.audiences)
        and only(space)
    ]


def home_of(actor: Actor, offered: list[tuple[str, str]]) -> str:
    """The slug, among those offered, where the actor is at home: a space joined that is tied to a territory.

    One query.
    """
    rows = (
        select(Space.slug)
        .join(Membership, Membership.space_id == Space.id)
        .where(Membership.user_id == actor.id, Space.kind == "region")
        .order_by(Space.position)
        .limit(5)
    )
    slugs = {slug for slug, _name in offered}
    return next((slug for slug in db.session.scalars(rows) if slug in slugs), "")


def open_to_marked(actor: Actor, kind: str) -> list[tuple[str, str]]:
    """The same, with a word beside those that not everybody reads. Two queries."""
    words = {"members": _("its members only"), "private": _("private"), "unlisted": _("by its address only")}
    rows = select(Space.slug, Space.visibility).where(Space.visibility != "public", listed_for(actor))
    marks = {slug: words[visibility] for slug, visibility in db.session.execute(rows)}
    return [(slug, f"{name} — {marks[slug]}" if slug in marks else name) for slug, name in open_to(actor, kind)]


def of_territory(territory_ids: list[int], actor: Actor) -> list[Space]:
    """Spaces tied to these territories. One query."""
    rows = select(Space).where(Space.territory_id.in_(territory_ids), listed_for(actor)).order_by(Space.position)
    return list(db.session.scalars(rows))


def members(space_id: int, key: str = "", limit: int = 50) -> Page[MemberRow]:
    """People in the space: moderators first, then curators, then by name. One query."""
    rank = case({"moderator": 0, "curator": 1}, value=Membership.role, else_=2)
    rows = (
        select(User.id, User.handle, User.name, Membership.role, rank.label("rank"))
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.space_id == space_id, User.state.in_(("active", "named")))
        .order_by(rank, User.name, User.id)
        .limit(limit + 1)
    )
    if after := unpack(key, 3):
        rows = rows.where(tuple_(rank, User.name, User.id) > tuple_(*typed((rank, User.name, User.id), after)))
    found = db.session.execute(rows).all()
    page = cut(found, limit, lambda row: (row.rank, row.name, row.id))
    return Page([MemberRow(row.id, row.handle, row.name, row.role) for row in page.rows], page.next)


def keepers(space_id: int) -> list[MemberRow]:
    """Who moderates and curates the space itself. One query."""
    rows = (
        select(User.id, User.handle, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.space_id == space_id, Membership.role != "member", User.state == "active")
        .order_by(Membership.role.desc(), User.name)
        .limit(50)
    )
    return [MemberRow(*row) for row in db.session.execute(rows)]


def requests_to_join(space_id: int) -> list[tuple[User, JoinRequest]]:
    """Who waits to be let in, oldest first. One query."""
    rows = (
        select(User, JoinRequest)
        .join(JoinRequest, JoinRequest.user_id == User.id)
        .where(JoinRequest.space_id == space_id)
        .order_by(JoinRequest.at)
        .limit(100)
    )
    return [(user, request) for user, request in db.session.execute(rows)]


def role_in(space_id: int, user_id: int | None) -> str:
    """The role of a person in a space: "", "asked", "member", "curator", "moderator". One query, none for visitors."""
    if user_id is None:
        return ""
    member = select(Membership.role).where(Membership.user_id == user_id, Membership.space_id == space_id)
    waits = select(literal("asked")).where(
        select(JoinRequest.user_id).where(JoinRequest.user_id == user_id, JoinRequest.space_id == space_id).exists()
    )
    found = set(db.session.scalars(union_all(member, waits)))
    return next(iter(found - {"asked"}), "asked" if found else "")
