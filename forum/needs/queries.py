"""Needs as pages and the index need them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.policy import visible_to
from forum.needs.models import Need, Step, Support
from forum.people.models import Mandate, Organisation, User

TABLE = Need.__table__


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the ladder."""

    id: int
    deed: str
    level: str
    territory_id: int | None
    by_handle: str | None
    by_name: str | None
    at: datetime
    why: str
    outcome: str
    html: str


@dataclass(frozen=True, slots=True)
class Case:
    """What a need's page says beside its text."""

    level: str
    status: str
    affected: str
    addressee: str
    answer_due: date | None
    voices: int

    @property
    def is_overdue(self) -> bool:
        """An answer was expected, and the day has passed."""
        return is_overdue(self.status, self.answer_due)


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """An organisation behind a need."""

    slug: str
    name: str
    territory_id: int | None
    at: datetime
    remark: str


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """An organisation for which the reader may speak; `at`: since when it stands behind this need."""

    id: int
    name: str
    at: datetime | None
    stands: bool


def is_overdue(status: str, answer_due: date | None) -> bool:
    """Due on that day, overdue from the day after (Paris)."""
    return status == "addressed" and answer_due is not None and answer_due < clock.today()


def readable(need_id: int, actor: Actor) -> Need | None:
    """The need, for a command; None for what the actor may not see. One query."""
    return db.session.scalars(select(Need).where(Need.id == need_id, visible_to(actor))).first()


def case_of(need_id: int) -> Case:
    """Level, status, who must answer. One query."""
    columns = ("level", "status", "affected", "addressee", "answer_due", "voices")
    rows = select(*(TABLE.c[name] for name in columns)).where(TABLE.c.id == need_id)
    return Case(*db.session.execute(rows).one())


def steps_of(need_id: int) -> list[StepRow]:
    """Its steps, oldest first. One query."""
    rows = (
        select(
            Step.id, Step.deed, Step.level, Step.territory_id, User.handle, User.name, Step.at, Step.why,
            Step.outcome, Step.html,
        )
        .outerjoin(User, User.id == Step.by_id)
        .where(Step.need_id == need_id)
        .order_by(Step.at, Step.id)
        .limit(100)
    )  # fmt: skip
    return [StepRow(*row) for row in db.session.execute(rows)]


def voices_of(need_id: int, limit: int = 40) -> list[VoiceRow]:
    """The organisations behind it, the last ones first. One query."""
    rows = (
        select(Organisation.slug, Organisation.name, Organisation.territory_id, Support.at, Support.remark)
        .join(Support, Support.organisation_id == Organisation.id)
        .where(Support.need_id == need_id, Support.withdrawn_at.is_(None))
        .order_by(Support.at.desc(), Organisation.id)
        .limit(limit)
    )
    return [VoiceRow(*row) for row in db.session.execute(rows)]


def voices_by_territory(need_id: int) -> dict[int | None, int]:
    """How many organisations by the territory of their seat. One query."""
    rows = (
        select(Organisation.territory_id, func.count())
        .join(Support, Support.organisation_id == Organisation.id)
        .where(Support.need_id == need_id, Support.withdrawn_at.is_(None))
        .group_by(Organisation.territory_id)
    )
    return {territory_id: count for territory_id, count in db.session.execute(rows)}


def own_voices(need_id: int, actor: Actor) -> list[OwnVoice]:
    """The organisations for which the reader may speak. One query; none for a visitor."""
    if not actor.is_someone:
        return []
    rows = (
        select(Organisation.id, Organisation.name, Support.at, Support.withdrawn_at)
        .join(Mandate, Mandate.organisation_id == Organisation.id)
        .outerjoin(Support, (Support.organisation_id == Organisation.id) & (Support.need_id == need_id))
        .where(Mandate.user_id == actor.id, Mandate.state == "confirmed")
        .order_by(Organisation.name)
    )
    return [OwnVoice(id, name, at, bool(at and not gone)) for id, name, at, gone in db.session.execute(rows)]


def facts(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Status, level, voices, day of the answer. One query."""
    columns = (TABLE.c.id, TABLE.c.status, TABLE.c.level, TABLE.c.voices, TABLE.c.addressee, TABLE.c.answer_due)
    return {
        row.id: {
            "state": row.status,
            "level": row.level,
            "voices": row.voices,
            "addressee": row.addressee,
            "answer_due": row.answer_due if row.status == "addressed" else None,
            "is_overdue": is_overdue(row.status, row.answer_due),
        }
        for row in db.session.execute(select(*columns).where(TABLE.c.id.in_(ids)))
    }


def words(ids: list[int]) -> dict[int, dict[str, str]]:
    """Who is concerned, who must answer, the answer's words: for the index. Two queries."""
    columns = (TABLE.c.id, TABLE.c.affected, TABLE.c.addressee)
    found = {
        row.id: {"keywords": f"{row.affected} {row.addressee}".strip()}
        for row in db.session.execute(select(*columns).where(TABLE.c.id.in_(ids)))
    }
    answers = select(Step.need_id, Step.text).where(Step.need_id.in_(ids), Step.deed == "answered").order_by(Step.at)
    for need_id, text in db.session.execute(answers):
        found[need_id]["answer"] = text
    return found
