"""The actor with all its roles: one query, whatever the number of spaces."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.sql.expression import literal_column

from forum.core.db import db
from forum.core.permissions import NOBODYS, Actor
from forum.core.prepared import ask
from forum.people.models import User
from forum.people.queries import user_of_token
from forum.spaces.models import Membership, Space, Stewardship
from forum.territories.models import TerritoryClosure
from forum.territories.queries import tree

Roles = dict[str, set[int]]
Invited = Callable[[BindParameter[Any]], Select[Any]]
_invited: list[Invited] = []
STRONG = {"moderator": ("moderates", "curates"), "curator": ("curates",), "steward": ("moderates", "curates")}


def let_in_by(rows: Invited) -> None:
    """The room of guests says who was let into single publications: `rows(ids)` answers (person, item)."""
    _invited[:] = [rows]
    _of_one.cache_clear()
    _of_many.cache_clear()


def of_session(user_id: int, session_key: str) -> Actor | None:
    """The actor of a session; None when the account was suspended or its password changed. One query."""
    row, roles = _people([user_id]).get(user_id, (None, None))
    return _actor(row, roles) if row and roles and row.session_key == session_key else None


def of_token(secret: str) -> Actor | None:
    """The actor of a bearer token."""
    user_id, scopes = user_of_token(secret) or (0, ())
    row, roles = _people([user_id]).get(user_id, (None, None)) if user_id else (None, None)
    return _actor(row, roles, scopes=frozenset(scopes)) if row and roles else None


def of_user(user_id: int) -> Actor | None:
    """The actor that a person would be: for the command line and for mail."""
    return of_users([user_id]).get(user_id)


def of_users(user_ids: Iterable[int]) -> dict[int, Actor]:
    """The actors that several people would be; suspended ones are left out. One query, whatever their number."""
    return {user_id: _actor(row, roles) for user_id, (row, roles) in _people(sorted(set(user_ids))).items()}


def _people(user_ids: list[int]) -> dict[int, tuple[Any, Roles]]:
    """What is known of each active person or guest, and the spaces by role.

    Moderators and curators keep what lies inside their space; stewards what lies in a territory.
    """
    found: dict[int, tuple[Any, Roles]] = {}
    if len(user_ids) == 1:
        rows = ask(_of_one(), me=user_ids[0])
    else:
        rows = list(db.session.execute(_of_many(), {"ids": user_ids}))
    for row in rows:
        if row.id not in found:
            names = ("audiences", "moderates", "curates", "stewards", "let_in")
            found[row.id] = row, {name: set() for name in names}
        roles = found[row.id][1]
        if row.role == "guest":
            roles["let_in"].add(row.space)
            continue
        if row.territory:
            roles["stewards"].add(row.territory)
        if row.space is None or row.space == NOBODYS or (row.role == "member" and row.space != row.own):
            continue
        roles["audiences"].add(row.space)
        for power in STRONG.get(row.role, ()):
            roles[power].add(row.space)
    return found


def _actor(row: Any, roles: Roles, scopes: frozenset[str] | None = None) -> Actor:
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
        is_guest=row.state == "guest",
        let_in=frozenset(roles["let_in"]),
    )


# Made once: building a statement takes longer than asking it, and every request of a member does.
@cache
def _of_one() -> Select[Any]:
    return _statement([bindparam("me")])


@cache
def _of_many() -> Select[Any]:
    return _statement(bindparam("ids", expanding=True))


def _statement(ids: Any) -> Select[Any]:
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
        .where(Membership.user_id.in_(ids))
    )
    of_territory = (
        select(
            Stewardship.user_id,
            literal_column("'steward'").label("role"),
            Space.id.label("space"),
            TerritoryClosure.descendant_id.label("territory"),
            Space.id.label("own"),
        )
        .select_from(Stewardship)
        .join(TerritoryClosure, TerritoryClosure.ancestor_id == Stewardship.territory_id)
        .outerjoin(Space, Space.territory_id == TerritoryClosure.descendant_id)
        .where(Stewardship.user_id.in_(ids))
    )
    roles = union_all(direct, of_territory, *_let_in(ids)).subquery()
    return (
        select(
            User.id, User.handle, User.name, User.is_admin, User.trust, User.locale, User.timezone, User.territory_id,
            User.session_key, User.state, roles.c.role, roles.c.space, roles.c.territory, roles.c.own,
        )
        .outerjoin(roles, roles.c.user_id == User.id)
        .where(User.id.in_(ids), User.state.in_(("active", "guest")))
    )  # fmt: skip


def _let_in(ids: Any) -> list[Select[Any]]:
    found = [rows(ids).subquery() for rows in _invited]
    return [
        select(each.c.user_id, literal_column("'guest'"), each.c.item_id, literal_column("0"), literal_column("0"))
        for each in found
    ]
