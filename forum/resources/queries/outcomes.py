"""Who asked for it, what came of it: rows and figures by year, of what the reader may see."""

from dataclasses import dataclass
from datetime import datetime
from statistics import median

from sqlalchemy import select, true

from forum.core.db import db
from forum.core.permissions import Actor
from forum.people.models import Organisation
from forum.resources.around import Outcome

ENOUGH = 3  # answers, before a share is told
MOST = 300


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What one organisation says of one year."""

    organisation_id: int
    organisation: str
    slug: str
    year: int
    answer: str
    asked: int | None
    obtained: int | None
    days: int | None
    advice: str
    is_public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class YearFigures:
    """One year. `share`: of the answered ones, in per cent; None while too few answered."""

    year: int
    told: int
    answered: int
    obtained: int
    amount: int | None  # median of what was obtained
    days: int | None  # median until the answer
    share: int | None


def outcomes_of(resource_id: int, actor: Actor) -> list[OutcomeRow]:
    """Those that the reader may see, the newest first: visitors see what was told in public. One query."""
    rows = (
        select(Outcome.organisation_id, Organisation.name, Organisation.slug, Outcome.year, Outcome.answer,
               Outcome.asked, Outcome.obtained, Outcome.days, Outcome.advice, Outcome.is_public, Outcome.at)
        .join(Organisation, Organisation.id == Outcome.organisation_id)
        .where(Outcome.resource_id == resource_id, true() if actor.is_someone else Outcome.is_public.is_(True))
        .order_by(Outcome.year.desc(), Outcome.at.desc(), Outcome.organisation_id)
        .limit(MOST)
    )  # fmt: skip
    return [OutcomeRow(*row) for row in db.session.execute(rows)]


def figures(rows: list[OutcomeRow]) -> list[YearFigures]:
    """By year, the newest first."""
    found = []
    for year in sorted({row.year for row in rows}, reverse=True):
        here = [row for row in rows if row.year == year]
        answered = [row for row in here if row.answer != "waiting"]
        got = [row for row in answered if row.answer == "obtained"]
        share = round(100 * len(got) / len(answered)) if len(answered) >= ENOUGH else None
        amount, days = _middle([row.obtained for row in got]), _middle([row.days for row in answered])
        found.append(YearFigures(year, len(here), len(answered), len(got), amount, days, share))
    return found


def _middle(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return round(median(known)) if known else None


def said_by(user_id: int) -> list[dict[str, object]]:
    """All that a person said for organisations: what they may take with them. One query."""
    rows = (
        select(Outcome.resource_id, Organisation.name, Outcome.year, Outcome.answer, Outcome.asked, Outcome.obtained,
               Outcome.days, Outcome.advice, Outcome.is_public, Outcome.at)
        .join(Organisation, Organisation.id == Outcome.organisation_id)
        .where(Outcome.by_id == user_id)
        .order_by(Outcome.at)
    )  # fmt: skip
    names = ("resource", "organisation", "year", "answer", "asked", "obtained", "days", "advice", "is_public", "at")
    return [{**dict(zip(names, row, strict=True)), "at": row[-1].isoformat()} for row in db.session.execute(rows)]
