"""The actor with all its roles: two queries, whatever the number of spaces."""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import CompoundSelect, bindparam, select, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.sql.expression import literal_column

from forum.core.db import db
from forum.core.permissions import NOBODYS, Actor
from forum.people.models import User
from forum.people.queries import user_of_token
from forum.spaces.models import Membership, Space, Stewardship
from forum.territories.models import TerritoryClosure
from forum.territories.queries import tree

Roles = dict[str, set[int]]
STRONG = {"moderator": ("moderates", "curates"), "curator": ("curates",), "steward": ("moderates", "curates")}


def of_session(user_id: int, session_key: str) -> Actor | None:
    """The actor of a session; None when the account was suspended or its password changed."""
    row = _user(user_id)
    return _actor(row) if row and row.session_key == session_key else None


def of_token(secret: str) -> Actor | None:
    """The actor of a bearer token."""
    found = user_of_token(secret)
    row = _user(found[0]) if found else None
    return _actor(row, scopes=frozenset(found[1])) if row and found else None


def of_user(user_id: int) -> Actor | None:
    """The actor that a person would be: for the command line and for mail."""
    return of_users([user_id]).get(user_id)


def of_users(user_ids: Iterable[int]) -> dict[int, Actor]:
    """The actors that several people would be; suspended ones are left out. Two queries, whatever their number."""
    rows = _users(sorted(set(user_ids)))
    roles = _roles([row.id for row in rows])
    return {row.id: _actor(row, roles=roles[row.id]) for row in rows}


def _users(user_ids: list[int]):  # type: ignore[no-untyped-def]  # rows of the columns below
    return db.session.execute(_USERS, {"ids": user_ids}).all()


# Statements made once: building them takes longer than asking them, and every request of a member does both.
_IDS = bindparam("ids", expanding=True)
_USERS = select(
    User.id, User.handle, User.name, User.is_admin, User.trust, User.locale, User.timezone, User.territory_id,
    User.session_key,
).where(User.id.in_(_IDS), User.state == "active")  # fmt: skip


def _user(user_id: int):  # type: ignore[no-untyped-def]
    return next(iter(_users([user_id])), None)


def _actor(row, scopes: frozenset[str] | None = None, roles: Roles | None = None) -> Actor:  # type: ignore[no-untyped-def]
    roles = roles or _roles([row.id])[row.id]
    zone = row.timezone or (tree().nodes[row.territory_id].timezone if row.territory_id in tree().nodes else "")
    return Actor(
        id=row.id,
        handle=row.handle,
        name=row.name,
        is_admin=row.is_admin,
        is_newcomer=row.trust == 0 and not row.is_admin and not roles["moderates"],
        audiences=frozenset(roles["audiences"]),
        moderates=frozenset(roles["moderates"]),
        curates=frozenset(roles["curates"]),
        stewards=frozenset(roles["stewards"]),
        locale=row.locale,
        timezone=zone or "Europe/Paris",
        territory_id=row.territory_id,
        scopes=scopes,
    )


def _roles(user_ids: list[int]) -> dict[int, Roles]:
    """Spaces by role, for each person.

    Moderators and curators keep what lies inside their space; stewards what lies in a territory.
    """
    roles_of: dict[int, Roles] = {
        user_id: {"audiences": set(), "moderates": set(), "curates": set(), "stewards": set()} for user_id in user_ids
    }
    for user_id, role, space, territory, own_id in db.session.execute(_statement(), {"ids": user_ids}):
        roles = roles_of[user_id]
        if territory:
            roles["stewards"].add(territory)
        if space is None or space == NOBODYS or (role == "member" and space != own_id):
            continue
        roles["audiences"].add(space)
        for power in STRONG.get(role, ()):
            roles[power].add(space)
    return roles_of


@cache
def _statement() -> CompoundSelect:
    own, inside = aliased(Space), aliased(Space)
    direct = (
        select(
            Membership.user_id,
            Membership.role,
            inside.id.label("space"),
            literal_column("0").label("territory"),
            own.id.label("own"),
        )
        .join(own, own.id == Membership.space_id)
        .join(inside, inside.path.like(own.path.concat("%")))
        .where(Membership.user_id.in_(_IDS))
    )
    of_territory = (
        select(
            Stewardship.user_id,
            literal_column("'steward'"),
            Space.id.label("space"),
            TerritoryClosure.descendant_id.label("territory"),
            Space.id.label("own"),
        )
        .select_from(Stewardship)
        .join(TerritoryClosure, TerritoryClosure.ancestor_id == Stewardship.territory_id)
        .outerjoin(Space, Space.territory_id == TerritoryClosure.descendant_id)
        .where(Stewardship.user_id.in_(_IDS))
    )
    return union_all(direct, of_territory)
