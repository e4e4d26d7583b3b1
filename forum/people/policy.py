"""Who may do what with accounts and organisations."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import Actor, rule
from forum.people.models import Mandate, Organisation, User


@rule("see", User)
def may_see(actor: Actor, user: User) -> bool:
    """Everybody; suspended accounts: administrators only."""
    return user.state in ("active", "named") or actor.is_admin or actor.id == user.id


@rule("change", User)
def may_change(actor: Actor, user: User) -> bool:
    """Oneself."""
    return actor.is_someone and actor.id == user.id


@rule("administer", User)
def may_administer(actor: Actor, user: object) -> bool:
    """Administrators."""
    return actor.is_admin


@rule("create", Organisation)
def may_create(actor: Actor, organisation: object) -> bool:
    """Anybody signed in."""
    return actor.is_someone


@rule("keep", Organisation)
def may_keep(actor: Actor, organisation: Organisation) -> bool:
    """Its managers, and administrators."""
    if actor.is_admin:
        return True
    rows = select(Mandate.id).where(
        Mandate.user_id == actor.id, Mandate.organisation_id == organisation.id, Mandate.role == "manager",
        Mandate.state == "confirmed",
    )  # fmt: skip
    return actor.is_someone and db.session.scalar(rows) is not None


@rule("join", Organisation)
def may_join(actor: Actor, organisation: Organisation) -> bool:
    """Anybody signed in."""
    return actor.is_someone
