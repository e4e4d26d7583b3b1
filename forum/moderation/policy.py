"""Who may report, decide, contest."""

from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import NOBODYS, Actor, rule
from forum.items.policy import Message
from forum.moderation.models import Decision, Report


def keeps(actor: Actor, message: Message) -> bool:
    """Those who keep its space. In a conversation between people: administrators, once this very message was reported."""
    if message.space_id != NOBODYS:
        return actor.is_someone and actor.keeps(message.space_id)
    return actor.is_someone and actor.is_admin and is_reported(message.item.id, message.number)


def is_reported(item_id: int, number: int) -> bool:
    """Somebody reported it, whatever became of the report. One query."""
    rows = select(Report.id).where(Report.item_id == item_id, Report.number == number)
    return db.session.scalar(rows.limit(1)) is not None


@rule("report", Message)
def may_report(actor: Actor, message: Message) -> bool:
    """Whoever may read it, without an account too; its author edits or deletes it instead."""
    return message.row.author_id != actor.id


@rule("keep", Message)
def may_keep(actor: Actor, message: Message) -> bool:
    """Those who keep its space: they see its reports and what was decided. Private ones: administrators, if reported."""
    return keeps(actor, message)


@rule("decide", Message)
def may_decide(actor: Actor, message: Message) -> bool:
    """Those who keep its space; about one's own or a reported private message: administrators only."""
    return keeps(actor, message) and (message.row.author_id != actor.id or actor.is_admin)


@rule("read", Decision)
def may_read(actor: Actor, decision: Decision) -> bool:
    """The author of the message, and those who keep the space."""
    kept = actor.is_admin or actor.keeps(decision.space_id)
    return actor.id is not None and (decision.author_id == actor.id or kept)


@rule("contest", Decision)
def may_contest(actor: Actor, decision: Decision) -> bool:
    """The author of the message, when it was hidden or refused."""
    return actor.id is not None and decision.author_id == actor.id and decision.deed in ("hide", "refuse")
