"""One need: its case, its steps, its voices."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select, union

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.policy import visible_to
from forum.needs.models import Need, Step, Support
from forum.people.models import Mandate, Organisation, User

TABLE = Need.__table__
MOST = 500  # organisations shown on the page of one need


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


def case_of(need_id: int) -> tuple[Case, list[StepRow]]:
    """Level, status, who must answer; and the steps, oldest first. One query."""
    columns = ("level", "status", "affected", "addressee", "answer_due", "voices")
    rows = (
        select(
            *(TABLE.c[name] for name in columns), Step.id, Step.deed, Step.level, Step.territory_id, User.handle,
            User.name, Step.at, Step.why, Step.outcome, Step.html,
        )
        .select_from(TABLE)
        .outerjoin(Step, Step.need_id == TABLE.c.id)
        .outerjoin(User, User.id == Step.by_id)
        .where(TABLE.c.id == need_id)
        .order_by(Step.at, Step.id)
        .limit(200)
    )  # fmt: skip
    found = db.session.execute(rows).all()
    width = len(columns)
    return Case(*found[0][:width]), [StepRow(*row[width:]) for row in found if row[width] is not None]


def voices_of(need_id: int, actor: Actor, limit: int = MOST) -> tuple[list[VoiceRow], list[OwnVoice]]:
    """The organisations behind it, the last ones first; and those for which the reader may speak. One query."""
    behind = select(Support.organisation_id).where(Support.need_id == need_id, Support.withdrawn_at.is_(None))
    own = select(Mandate.organisation_id).where(Mandate.user_id == actor.id, Mandate.state == "confirmed")
    wanted = union(behind.limit(limit).subquery().select(), own) if actor.is_someone else behind.limit(limit)
    mine = and_(
        Mandate.organisation_id == Organisation.id, Mandate.user_id == (actor.id or 0), Mandate.state == "confirmed"
    )
    here = and_(Support.organisation_id == Organisation.id, Support.need_id == need_id)
    rows = (
        select(
            Organisation.id, Organisation.slug, Organisation.name, Organisation.territory_id, Support.at,
            Support.withdrawn_at, Support.remark, Mandate.id.label("mandate"),
        )
        .outerjoin(Support, here)
        .outerjoin(Mandate, mine)
        .where(Organisation.id.in_(wanted))
        .order_by(Support.at.desc(), Organisation.name)
    )  # fmt: skip
    voices, ours = [], []
    for row in db.session.execute(rows):
        stands = row.at is not None and row.withdrawn_at is None
        if stands:
            voices.append(VoiceRow(row.slug, row.name, row.territory_id, row.at, row.remark))
        if row.mandate is not None:
            ours.append(OwnVoice(row.id, row.name, row.at, stands))
    return voices, ours
