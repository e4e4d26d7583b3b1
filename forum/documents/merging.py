"""Command: two pages about the same become one. The address of the one that goes leads to the other for ever."""

from typing import Any

from sqlalchemy import select

from forum.core.db import db, lock
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.documents.around import Trial
from forum.documents.models import Document, Suggestion
from forum.items.addresses import Step
from forum.items.commands.acts import record, undoes
from forum.items.commands.carry import carry, carry_back, follow_too
from forum.items.commands.merge import close_line, turn_back, turn_links
from forum.items.commands.split import pack, steps_of
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.models.keeping import Act, MovedMessage
from forum.items.models.post import Post

MOST = 2000  # messages under the page that goes


def merge(actor: Actor, document: Document, target: Document | None) -> Act:
    """Its discussion goes under `target`, with who follows it, what links to it, who tried it; its text stays in its
    history. Whoever merges first writes into `target` what it lacks."""
    require(actor, "split", document)
    if target is None or target.id == document.id or target.state != "public":
        raise Invalid(fields={"other": _("Give the address of another practice document.")})
    require(actor, "split", target)
    if db.session.scalar(_waiting(document).limit(1)):
        raise Invalid(fields={"other": _("Suggestions wait on this page: settle them first.")})
    for each in sorted((document, target), key=lambda each: each.id):  # in one order: two merges never wait in a ring
        lock(each)
    last, title = target.last_number, document.title
    numbers = db.session.scalars(
        select(Post.number).where(Post.item_id == document.id).order_by(Post.number).limit(MOST + 1)
    ).all()
    if len(numbers) > MOST:
        raise Invalid(fields={"other": _("This discussion is too long to be merged: 2,000 messages at most.")})
    steps = [Step(document.id, number, target.id, last + place) for place, number in enumerate(numbers, 1)]
    followers = follow_too(document.id, target.id)
    kept = carry(steps) if steps else {"answers": [], "lost": {}}
    document.state = "merged"
    act = record(
        actor, document, "folded", after=1, to_id=target.id, count=len(steps), steps=[pack(step) for step in steps],
        kept=kept, followers=followers, links=turn_links(document.id, target.id), led=_lead(document.id, target.id),
        trials=_bring_trials(document, target), tongues=_bring_translations(document, target),
    )  # fmt: skip
    assert act is not None
    record(actor, target, "received", after=last, space_id=act.space_id, of=act.id, from_id=document.id, page=title)
    tell("item.merged", document, actor_id=actor.id, to_item=target.id)
    tell("item.received", target, actor_id=actor.id, number=1, from_item=document.id)
    return act


def _waiting(document: Document) -> Any:
    return select(Suggestion.id).where(Suggestion.document_id == document.id, Suggestion.state.in_(("open", "asked")))


def _lead(from_id: int, to_id: int) -> list[list[int]]:
    """The address of the page, and those that led to it, lead to the other. Answers the latter, for undoing."""
    if back := db.session.get(MovedMessage, (to_id, 1)):  # it leads nowhere: it is here
        db.session.delete(back)
    rows = db.session.scalars(select(MovedMessage).where(MovedMessage.to_id == from_id, MovedMessage.to_number == 1))
    led = []
    for row in rows.all():
        led.append([row.from_id, row.from_number])
        row.to_id, row.to_number = to_id, 1
    db.session.merge(MovedMessage(from_id=from_id, from_number=1, to_id=to_id, to_number=1))
    return led


def _bring_trials(document: Document, target: Document) -> list[int]:
    """Organisations that tried the one tried the other. Answers those that came."""
    there = set(db.session.scalars(select(Trial.organisation_id).where(Trial.document_id == target.id)))
    came = []
    for trial in db.session.scalars(select(Trial).where(Trial.document_id == document.id)).all():
        if trial.organisation_id not in there:
            trial.document_id = target.id
            came.append(trial.organisation_id)
    target.tried_by, document.tried_by = len(there) + len(came), document.tried_by - len(came)
    return came


def _bring_translations(document: Document, target: Document) -> list[int]:
    """Its translations are those of the other, unless that one is a translation itself. Answers those turned."""
    if target.translation_of_id:
        return []
    rows = select(Document).where(Document.translation_of_id == document.id, Document.id != target.id)
    turned = db.session.scalars(rows).all()
    for each in turned:
        each.translation_of_id, each.translated_version = target.id, 0
    return [each.id for each in turned]


@undoes("folded")
def _undo_folded(actor: Actor, item: Item, act: Act) -> None:
    """Both pages are as before; what was written since stays where it was written."""
    target = db.session.get_one(Document, act.data["to_id"])
    document = db.session.get_one(Document, item.id)
    if moved := db.session.get(MovedMessage, (item.id, 1)):
        db.session.delete(moved)
    for from_id, from_number in act.data["led"]:
        if row := db.session.get(MovedMessage, (from_id, from_number)):
            row.to_id, row.to_number = item.id, 1
    db.session.flush()
    document.state = "public"
    if steps := steps_of(act):
        carry_back(steps, act.data["kept"])
    turn_back(act, target)
    trials = [db.session.get(Trial, (target.id, number)) for number in act.data["trials"]]
    for trial in trials:
        if trial is not None:
            trial.document_id = document.id
            document.tried_by, target.tried_by = document.tried_by + 1, target.tried_by - 1
    for number in act.data["tongues"]:
        if (tongue := db.session.get(Document, number)) and tongue.translation_of_id == target.id:
            tongue.translation_of_id = document.id
    close_line(actor, act, target)
    tell("item.restored", document, actor_id=actor.id, number=1)
    tell("item.split", target, actor_id=actor.id, to_item=item.id, count=act.data["count"])
