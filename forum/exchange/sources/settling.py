"""Commands: what a source proposes is taken whole or by field, is not wanted, or is one that is there already."""

from collections.abc import Collection

from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.exchange.models import WAITING, Source, SourceRecord
from forum.exchange.sheets.applying import change_to, propose_from
from forum.exchange.sheets.current import Values, values_of
from forum.exchange.sources.meaning import back, kept
from forum.exchange.sources.taking import differing, judge, settle, still_there
from forum.resources.models import Resource
from forum.resources.policy import may_verify
from forum.spaces.models import Space


def _held(actor: Actor, record: SourceRecord, *states: str) -> Source:
    source = db.session.get_one(Source, record.source_id)
    require(actor, "keep", source)
    lock(record)
    if record.state not in states:
        raise Conflict(_("Somebody settled this meanwhile: look at the list again."))
    return source


def _now(record: SourceRecord) -> Values:
    """Its resource as the catalogue has it; the one it went into where it was merged."""
    still_there({record.item_id})
    db.session.refresh(record, ["item_id"])
    found = values_of([record.item_id or 0]).get(record.item_id or 0)
    if found is None:
        raise Conflict(_("Somebody settled this meanwhile: look at the list again."))
    return found


def add(actor: Actor, record: SourceRecord, *, is_verified: bool = False) -> Resource:
    """A new resource of what the source says, proposed unless somebody checked it."""
    source = _held(actor, record, "new")
    values = {name: back(name, value) for name, value in {**source.preset, **record.values}.items()}
    values["id"] = f"{source.name}/{record.external_id}"[:120]
    space = db.session.get_one(Space, source.space_id)
    made = propose_from(actor, space, values, origin=source.name, is_verified=is_verified)
    record.item_id, record.settled = made.id, dict(record.values)
    _done(actor, record, "settled")
    return made


def is_this(actor: Actor, record: SourceRecord, resource: Resource | None) -> None:
    """It is one that the catalogue has already: what differs waits, field by field."""
    source = _held(actor, record, "new")
    if resource is None or resource.state != "public" or not may_verify(actor, resource):
        raise Invalid(fields={"other": _("Give the address of another resource, of a space that you keep right.")})
    record.item_id = resource.id
    db.session.flush()
    _done(actor, record, "changed")
    judge(source, [record])


def take_fields(actor: Actor, record: SourceRecord, names: Collection[str] | None = None) -> int:
    """These fields become what the source says, all of them without `names`; the others stay, and are not asked again.

    Answers how many changed. Raises Invalid naming the fields that the catalogue refuses.
    """
    source = _held(actor, record, "changed")
    current = _now(record)
    settle(record, current)
    by_itself, waiting = differing(record, source.policy, current)
    waiting += list(by_itself)
    chosen = [name for name in waiting if names is None or name in names]
    if chosen:
        reason = _("from the source “%(name)s”", name=source.name)
        change_to(actor, record.item_id or 0, current, {n: back(n, record.values[n]) for n in chosen}, reason)
    record.settled = {**record.settled, **{name: record.values[name] for name in waiting}}
    _done(actor, record, "settled")
    return len(chosen)


def refuse(actor: Actor, record: SourceRecord) -> None:
    """A new one is not wanted; of one that is there all stays as it is, until the source says something else."""
    source = _held(actor, record, *WAITING)
    if record.item_id is None:
        _done(actor, record, "refused")
        return
    if record.state == "changed":
        current = _now(record)
        by_itself, waiting = differing(record, source.policy, current)
        record.settled = {**record.settled, **{name: record.values[name] for name in [*waiting, *by_itself]}}
    _done(actor, record, "settled")


def ended(actor: Actor, record: SourceRecord) -> None:
    """The source no longer has it: it has ended."""
    source = _held(actor, record, "gone")
    current = _now(record)
    reason = _("no longer in the source “%(name)s”", name=source.name)
    change_to(actor, record.item_id or 0, current, {"status": "ended"}, reason)
    record.settled = {**record.settled, **kept({"status": "ended"})}
    _done(actor, record, "settled")


def propose_again(actor: Actor, record: SourceRecord) -> None:
    """A refusal is taken back."""
    source = _held(actor, record, "refused")
    record.state, record.settled_by_id = "", None
    judge(source, [record])


def _done(actor: Actor, record: SourceRecord, state: str) -> None:
    record.state, record.waiting, record.settled_by_id = state, [], actor.id
