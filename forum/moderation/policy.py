"""Who may report, decide, contest."""

from forum.core.permissions import Actor, rule
from forum.items.policy import Message
from forum.moderation.models import Decision


@rule("report", Message)
def may_report(actor: Actor, message: Message) -> bool:
    """Whoever may read it, without an account too; its author edits or deletes it instead."""
    return message.row.author_id != actor.id


@rule("keep", Message)
def may_keep(actor: Actor, message: Message) -> bool:
    """Those who keep its space: they see its reports and what was decided about it."""
    return actor.is_someone and actor.keeps(message.space_id)


@rule("decide", Message)
def may_decide(actor: Actor, message: Message) -> bool:
    """Those who keep its space; about one's own message: administrators only."""
    return actor.is_someone and actor.keeps(message.space_id) and (message.row.author_id != actor.id or actor.is_admin)


@rule("read", Decision)
def may_read(actor: Actor, decision: Decision) -> bool:
    """The author of the message, and those who keep the space."""
    return actor.is_someone and (decision.author_id == actor.id or actor.keeps(decision.space_id))


@rule("contest", Decision)
def may_contest(actor: Actor, decision: Decision) -> bool:
    """The author of the message, when it was hidden or refused."""
    return actor.is_someone and decision.author_id == actor.id and decision.deed in ("hide", "refuse")
