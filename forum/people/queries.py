"""Accounts and mandates as others need them."""

from sqlalchemy import select

from forum.core.db import db
from forum.people.models import Mandate


def user_of_token(secret: str) -> tuple[int, tuple[str, ...]] | None:
    """The person and scopes of a bearer token."""
    return None


def may_speak_for(user_id: int, organisation_id: int) -> bool:
    """A confirmed mandate that has not ended. One query."""
    rows = select(Mandate.id).where(
        Mandate.user_id == user_id, Mandate.organisation_id == organisation_id, Mandate.state == "confirmed"
    )
    return db.session.scalar(rows) is not None
