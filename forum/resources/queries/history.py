"""What territories said of a sheet, version by version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.people.models import User
from forum.resources.around import ComplementVersion as Version


@dataclass(frozen=True, slots=True)
class LocalVersion:
    """One version. `is_end`: it was taken away then."""

    id: int
    source: str
    facts: dict[str, Any]
    is_end: bool
    by: str | None
    at: datetime
    reason: str


def local_versions(resource_id: int, territory_id: int) -> list[LocalVersion]:
    """The newest first. One query."""
    rows = (
        select(Version.id, Version.source, Version.facts, Version.is_end, User.name, Version.at, Version.reason)
        .outerjoin(User, User.id == Version.by_id)
        .where(Version.resource_id == resource_id, Version.territory_id == territory_id)
        .order_by(Version.id.desc())
        .limit(100)
    )
    return [LocalVersion(*row) for row in db.session.execute(rows)]
