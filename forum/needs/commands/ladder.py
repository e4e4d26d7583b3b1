"""The way of a need: up, addressed to somebody, answered, sent back, closed. One need climbs; it is never copied."""

from datetime import date

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.markup.render import render
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.commands.texts import checked, names_in
from forum.needs.models import LEVELS, Need, Step, Support
from forum.territories.queries import tree

OUTCOMES = ("accepted", "partly", "refused", "later")
KINDS = {"regional": "region", "national": "country"}


def relay(actor: Actor, need: Need, why: str) -> Step:
    """Carry it one level up: local → regional → national. It stays in its space, with its voices and its address."""
    require(actor, "relay", need)
    lock(need)
    _moves(need)
    if need.level == LEVELS[-1]:
        raise Conflict(_("It has reached the national level already."))
    need.level = LEVELS[LEVELS.index(need.level) + 1]
    if need.status == "gathering":
        need.status = "relayed"
    return _step(actor, need, "relayed", _said(why), "need.relayed")


def send_back(actor: Actor, need: Need, why: str) -> Step:
    """One level down again, with the reason: something is missing, or it can be settled nearer."""
    require(actor, "relay", need)
    lock(need)
    _moves(need)
    if need.level == LEVELS[0]:
        raise Conflict(_("It is at the level of its department already."))
    need.level = LEVELS[LEVELS.index(need.level) - 1]
    need.status, need.addressee, need.answer_due = "gathering", "", None
    return _step(actor, need, "returned", _said(why), "need.returned")


def address(actor: Actor, need: Need, to: str, due: date | None) -> Step:
    """Say who must answer, and by when. A second call says it anew."""
    require(actor, "address", need)
    lock(need)
    _moves(need)
    to = " ".join(to.split())
    wrong = {}
    if not 2 <= len(to) <= 200:
        wrong["to"] = _("Say who is asked to answer, in 200 characters at most.")
    if due is None or due <= clock.today():
        wrong["due"] = _("Choose a day to come.")
    if wrong:
        raise Invalid(fields=wrong)
    need.addressee, need.answer_due, need.status = to, due, "addressed"
    return _step(actor, need, "addressed", to, "need.addressed", due=str(due))


def answer(actor: Actor, need: Need, outcome: str, text: str) -> Step:
    """Write down the answer that was given. Every organisation behind the need is named in the event."""
    require(actor, "answer", need)
    lock(need)
    _moves(need)
    if outcome not in OUTCOMES:
        raise Invalid(fields={"outcome": _("Choose one of the proposed values.")})
    source = checked(text)
    need.status = "answered"
    behind = select(Support.organisation_id, Support.user_id).where(
        Support.need_id == need.id, Support.withdrawn_at.is_(None)
    )
    rows = db.session.execute(behind.order_by(Support.organisation_id)).all()
    step = _step(
        actor, need, "answered", "", "need.answered", outcome=outcome,
        organisations=[row.organisation_id for row in rows], users=sorted({row.user_id for row in rows}),
    )  # fmt: skip
    step.outcome, step.text = outcome, source
    step.html = render(source, prefix=f"answer{step.id}", names=names_in(source))
    return step


def settle(actor: Actor, need: Need, why: str) -> Step:
    """Close it: settled otherwise, or no longer a need. Its history stays."""
    require(actor, "settle", need)
    lock(need)
    if need.status == "closed":
        raise Conflict(_("This need is closed already."))
    need.status = "closed"
    return _step(actor, need, "closed", _said(why), "need.closed")


def _moves(need: Need) -> None:
    if need.status == "closed":
        raise Conflict(_("This need is closed."))


def _said(why: str) -> str:
    text = " ".join(why.split())
    if len(text) < 3:
        raise Invalid(fields={"why": _("Say why, in a few words.")})
    return text[:500]


def _step(actor: Actor, need: Need, deed: str, why: str, event: str, **data: object) -> Step:
    step = Step(
        need_id=need.id, deed=deed, level=need.level, territory_id=_territory(need), by_id=actor.id, why=why,
        at=clock.now(),
    )  # fmt: skip
    db.session.add(step)
    db.session.flush()
    tell(event, need, actor_id=actor.id, number=1, level=need.level, step=step.id, **data)
    return step


def _territory(need: Need) -> int | None:
    """The territory of its present level, above its seat."""
    nodes = tree().nodes
    if need.territory_id not in nodes:
        return None
    wanted = KINDS.get(need.level)
    above = nodes[need.territory_id].above
    return next((each for each in above if nodes[each].kind == wanted), above[0])
