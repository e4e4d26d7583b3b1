"""Commands: an organisation says that it asked for it, what came of it, after how long; and takes it back."""

from sqlalchemy import func, select

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.people.queries import may_speak_for
from forum.resources.around import Outcome
from forum.resources.models import Resource
from forum.resources.values import MOST

ANSWERS = ("obtained", "refused", "waiting")
LONGEST = 500  # characters of advice
DAYS = 3650


def say_outcome(
    actor: Actor,
    resource: Resource,
    organisation_id: int,
    year: int | None,
    *,
    answer: str,
    asked: int | None = None,
    obtained: int | None = None,
    days: int | None = None,
    advice: str = "",
    is_public: bool = True,
) -> Outcome:
    """One for each organisation and year; said again, the last words count. Raises Invalid naming each field."""
    require(actor, "tell outcome", resource)
    if not actor.id or not may_speak_for(actor.id, organisation_id):
        raise Invalid(fields={"organisation": _("You have no confirmed mandate in this organisation.")})
    advice = " ".join(advice.split())
    _check(year, answer, asked, obtained, days, advice)
    lock(resource)
    found = db.session.get(Outcome, (resource.id, organisation_id, year))
    if found is None:
        found = Outcome(resource_id=resource.id, organisation_id=organisation_id, year=year or 0, by_id=actor.id)
        db.session.add(found)
    found.answer, found.asked, found.days = answer, asked, days if answer != "waiting" else None
    found.obtained = obtained if answer == "obtained" else None
    found.advice, found.is_public, found.by_id, found.at = advice, is_public, actor.id, clock.now()
    db.session.flush()
    count(resource)
    tell("resource.told", resource, actor_id=actor.id, number=1, organisation=organisation_id, year=year)
    return found


def take_outcome_back(actor: Actor, resource: Resource, organisation_id: int, year: int) -> None:
    """By somebody who speaks for the organisation, or who keeps the catalogue right."""
    found = db.session.get(Outcome, (resource.id, organisation_id, year))
    if found is None:
        raise Conflict(_("This organisation said nothing of that year."))
    if not (actor.id and may_speak_for(actor.id, organisation_id)):
        require(actor, "verify", resource)
    lock(resource)
    db.session.delete(found)
    db.session.flush()
    count(resource)
    tell("resource.told", resource, actor_id=actor.id, number=1, organisation=organisation_id, year=year)


def count(resource: Resource) -> None:
    """How many organisations said something, and how many say in public that they got it."""
    here = select(func.count(func.distinct(Outcome.organisation_id))).where(Outcome.resource_id == resource.id)
    resource.told_by = db.session.scalar(here) or 0
    got = here.where(Outcome.answer == "obtained", Outcome.is_public.is_(True))
    resource.obtained_by = db.session.scalar(got) or 0


def _check(
    year: int | None, answer: str, asked: int | None, obtained: int | None, days: int | None, advice: str
) -> None:
    wrong, this = {}, clock.today().year
    if year is None or not 2000 <= year <= this:
        wrong["year"] = _("Give a year that has begun, like %(year)s.", year=this)
    if answer not in ANSWERS:
        wrong["answer"] = _("Choose one of the proposed values.")
    for name, value, most in (("asked", asked, MOST), ("obtained", obtained, MOST), ("days", days, DAYS)):
        if value is not None and not 0 <= value <= most:
            wrong[name] = _("Give a number between 0 and %(most)s.", most=most)
    if asked is not None and obtained is not None and obtained > asked:
        wrong.setdefault("obtained", _("This is more than was asked for."))
    if len(advice) > LONGEST:
        wrong["advice"] = _("%(n)s characters at most.", n=LONGEST)
    if wrong:
        raise Invalid(fields=wrong)
