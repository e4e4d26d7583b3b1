"""Deciding about a message: approve, refuse, hide, restore, dismiss; and taking a decision back."""

from sqlalchemy import select, update

from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.state import set_state
from forum.items.policy import Message
from forum.moderation.commands.trust import approved, disapproved
from forum.moderation.models import APPEAL, REASONS, Decision, Report

# deed → (states from which it may be done, the state that follows, the word of its event)
MOVES = {
    "approve": (("pending",), "public", "approved"),
    "refuse": (("pending",), "hidden", "refused"),
    # Deleted too: its author could restore it.
    "hide": (("public", "deleted"), "hidden", "hidden"),
    "restore": (("hidden",), "public", "restored"),
    "dismiss": (("public", "pending", "hidden", "deleted"), "", ""),
}
RESTRAINTS = ("refuse", "hide")  # what the author must be given reasons for
EVENT_OF_STATE = {"public": "restored", "pending": "returned", "hidden": "hidden", "deleted": "deleted"}


def decide(actor: Actor, message: Message, deed: str, *, ground: str = "", text: str = "") -> Decision:
    """One decision about one message: its row, the state that follows, the reports that it settles.

    Raises Forbidden; Invalid without ground and words for what restrains; Conflict when somebody was quicker.
    """
    require(actor, "decide", message)
    if deed not in MOVES:
        raise Invalid(_("Choose one of the proposed values."))
    states, after, word = MOVES[deed]
    _check_reasons(deed, ground, text)
    lock(message.row)
    if message.row.state not in states:
        raise Conflict(_("Somebody settled this already: reload the page."))
    if deed == "restore" and last_about(message) is None:
        raise Conflict(_("This was not hidden by a decision of moderation: it comes back where it was refused."))
    decision = _decided(actor, message, deed, ground=ground if deed in RESTRAINTS else "", text=text.strip())
    settled = _settle(message, decision)
    if deed == "dismiss" and not settled:
        raise Conflict(_("Somebody settled this already: reload the page."))
    if after:
        set_state(message, after, actor_id=actor.id, event=_event(message, word))
    if deed == "approve":
        approved(message.row.author_id)
    _tell(actor, message, decision, settled)
    return decision


def take_back(actor: Actor, decision: Decision, message: Message) -> Decision:
    """Undo the last decision about a message: its state and its reports are as before. Both stay in the log."""
    require(actor, "decide", message)
    lock(message.row)
    last = last_about(message)
    states = (MOVES[decision.deed][1] or decision.before,) if decision.deed in MOVES else ()
    if last is None or last.id != decision.id or message.row.state not in states:
        raise Conflict(_("Something was decided since: this can no longer be taken back."))
    undone = _decided(actor, message, "reopen", undoes_id=decision.id)
    settled = list(db.session.scalars(select(Report.id).where(Report.decision_id == decision.id)))
    reopened = update(Report).where(Report.decision_id == decision.id).values(state="open", decision_id=None)
    db.session.execute(reopened)
    if message.row.state != decision.before:
        word = EVENT_OF_STATE[decision.before]
        set_state(message, decision.before, actor_id=actor.id, event=_event(message, word))
    if decision.deed == "approve":
        disapproved(message.row.author_id)
    _tell(actor, message, undone, settled, quiet=decision.deed == "dismiss")
    return undone


def last_about(message: Message) -> Decision | None:
    """The last decision about this message. One query."""
    rows = select(Decision).where(Decision.item_id == message.item.id, Decision.number == message.number)
    return db.session.scalars(rows.order_by(Decision.id.desc())).first()


def _check_reasons(deed: str, ground: str, text: str) -> None:
    if deed not in RESTRAINTS:
        return
    wrong = {}
    if ground not in REASONS:
        wrong["ground"] = _("Choose the rule or the law on which this stands.")
    if len(text.strip()) < 10:
        wrong["text"] = _("Say in a few words what is wrong: the author will read it.")
    if wrong:
        raise Invalid(fields=wrong)


def _decided(actor: Actor, message: Message, deed: str, **more: object) -> Decision:
    decision = Decision(
        item_id=message.item.id, number=message.number, space_id=message.space_id, author_id=message.row.author_id,
        deed=deed, before=message.row.state, by_id=actor.id, **more,
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    return decision


def _settle(message: Message, decision: Decision) -> list[int]:
    """Close what is open about this message. What the decision grants is upheld, the rest is dismissed."""
    if decision.deed == "approve":
        return []
    rows = select(Report).where(
        Report.item_id == message.item.id, Report.number == message.number, Report.state == "open"
    )
    found = list(db.session.scalars(rows))
    for each in found:
        granted = decision.deed == "restore" if each.reason == APPEAL else decision.deed in RESTRAINTS
        each.state, each.decision_id = "upheld" if granted else "dismissed", decision.id
    return [each.id for each in found]


def _event(message: Message, word: str) -> str:
    return f"{'item' if message.number == 1 else 'post'}.{word}"


def _tell(actor: Actor, message: Message, decision: Decision, settled: list[int], quiet: bool = False) -> None:
    """The author is told of all but of reports that came to nothing: they never knew of them."""
    silent = quiet or (decision.deed == "dismiss" and message.row.state != "hidden")
    emit(
        "decision.made", actor_id=actor.id, user_id=None if silent else message.row.author_id,
        space_id=message.space_id, item_id=message.item.id, number=message.number, decision=decision.id,
        deed=decision.deed, reports=settled,
    )  # fmt: skip
