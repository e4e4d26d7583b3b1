"""What one reading of a source does: objects are written down, dates follow by themselves, the rest waits.

The same objects again change nothing. What a curator decided is not asked again until the source says something else,
and what somebody corrected by hand is not written over: it is shown beside what the source says now.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select, update

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Problem
from forum.core.i18n import _
from forum.core.permissions import SYSTEM
from forum.exchange.models import Source, SourceRecord
from forum.exchange.sheets.applying import change_to
from forum.exchange.sheets.columns import Reader
from forum.exchange.sheets.current import Values, values_of
from forum.exchange.sheets.plan import normal
from forum.exchange.sources.meaning import AUTO, back, digest_of, identity_of, kept, values_in
from forum.exchange.sources.reading import Raw
from forum.items.models.item import Item
from forum.items.models.keeping import MovedMessage

FEW = 100  # objects in a transaction
LEAST = 0.5  # of what was known: when less comes at once, the source is broken rather than empty


def take(source_id: int, objects: Sequence[Raw], *, is_whole: bool) -> Counter[str]:
    """Write down what came and do what may be done. Answers how many of what; "few": nothing was concluded."""
    began, counts = clock.now(), Counter[str]()
    reader, seen = Reader(), set[str]()
    for start in range(0, len(objects), FEW):
        with transaction():
            source = db.session.get_one(Source, source_id)
            counts.update(_take(source, objects[start : start + FEW], reader, seen, began))
    if is_whole:
        with transaction():
            counts.update(_gone(source_id, began, len(seen)))
    counts["all"] = len(seen)
    return counts


def _take(source: Source, objects: Sequence[Raw], reader: Reader, seen: set[str], now: datetime) -> Counter[str]:
    named = {}
    for raw in objects:
        name = identity_of(raw, source.columns)
        if name and name not in seen:  # twice in one answer: the first counts
            seen.add(name)
            named[name] = raw
    rows = select(SourceRecord).where(SourceRecord.source_id == source.id, SourceRecord.external_id.in_(named))
    known = {row.external_id: row for row in db.session.scalars(rows)}
    changed = []
    for name, raw in named.items():
        record, digest = known.get(name), digest_of(raw)
        if record is None:
            record = SourceRecord(source_id=source.id, external_id=name, digest="", state="", first_at=now)
            record.settled, record.waiting = {}, []
            db.session.add(record)
        record.seen_at = now
        if record.digest == digest and record.state != "gone" and source.digest:
            continue
        values, errors = values_in(raw, source.columns, source.url, reader)
        record.raw, record.digest, record.changed_at = raw, digest, now
        record.values, record.errors = kept(values), errors
        record.title = str(values.get("title") or record.title or name)[:200]
        changed.append(record)
    return judge(source, changed)


def judge(source: Source, records: list[SourceRecord]) -> Counter[str]:
    """Where each of these stands now; dates that may follow by themselves do. Some ten queries for all."""
    counts = Counter[str]()
    _link(source, [record for record in records if record.item_id is None and record.state != "refused"])
    items = still_there({record.item_id for record in records if record.item_id})
    current = values_of(items)
    for record in records:
        before = record.state
        if record.item_id and record.item_id not in items:
            record.state, record.waiting = "refused", []  # it was deleted here: that was a decision
        elif record.item_id:
            counts["followed"] += _follow(source, record, current[record.item_id])
        elif record.state != "refused":
            record.state = "new" if record.values.get("title") else "wrong"
        counts[record.state] += record.state != before
        counts["cells"] += len(record.errors)
    return counts


def _link(source: Source, records: list[SourceRecord]) -> None:
    """Those that the catalogue knows under the reference of this source: by an earlier round, or by a sheet."""
    names = {f"{source.name}/{record.external_id}"[:120]: record for record in records}
    if not names:
        return
    rows = select(Item.id, Item.external_id).where(Item.kind == "resource", Item.external_id.in_(names))
    for item_id, name in db.session.execute(rows):
        names[str(name)].item_id = item_id


def still_there(ids: Iterable[int | None]) -> set[int]:
    """Of these the ones that are still there. A record whose sheet went into another one follows it."""
    rows = db.session.execute(select(Item.id, Item.state).where(Item.id.in_(list(ids)))).all()
    merged = [item_id for item_id, state in rows if state == "merged"]
    if merged:
        moves = select(MovedMessage.from_id, MovedMessage.to_id).where(
            MovedMessage.from_id.in_(merged), MovedMessage.from_number == 1, MovedMessage.to_number == 1
        )
        for from_id, to_id in db.session.execute(moves).all():
            db.session.execute(update(SourceRecord).where(SourceRecord.item_id == from_id).values(item_id=to_id))
            rows.append((to_id, "public"))
        db.session.flush()
    return {item_id for item_id, state in rows if state not in ("merged", "deleted")}


def differing(record: SourceRecord, policy: Mapping[str, str], current: Values) -> tuple[Values, list[str]]:
    """(what may change by itself, columns that wait): what the source says otherwise, and nobody decided about."""
    by_itself: Values = {}
    waiting = []
    for name, value in record.values.items():
        rule = policy.get(name) or ("auto" if name in AUTO else "")
        if rule == "never":
            continue
        value = back(name, value)
        if normal(name, value) == normal(name, current.get(name)):
            continue
        if name in record.settled and normal(name, back(name, record.settled[name])) == normal(name, value):
            continue  # decided, or somebody wrote something else since
        untouched = name in record.settled and normal(name, back(name, record.settled[name])) == normal(
            name, current.get(name)
        )
        if rule == "auto" and (untouched or normal(name, current.get(name)) == ""):
            by_itself[name] = value
        else:
            waiting.append(name)
    return by_itself, waiting


def settle(record: SourceRecord, current: Values) -> None:
    """What the source and the catalogue say alike is settled: from now on its changes may follow."""
    alike = {
        name: value
        for name, value in record.values.items()
        if normal(name, back(name, value)) == normal(name, current.get(name))
    }
    record.settled = {**record.settled, **alike}


def _follow(source: Source, record: SourceRecord, current: Values) -> int:
    settle(record, current)
    by_itself, waiting = differing(record, source.policy, current)
    done = 0
    if by_itself and record.item_id:
        try:
            with db.session.begin_nested():
                reason = _("from the source “%(name)s”", name=source.name)
                change_to(SYSTEM, record.item_id, current, by_itself, reason)
            record.settled = {**record.settled, **kept(by_itself)}
            done = 1
        except Problem as problem:  # a deadline before the opening that the catalogue has: somebody looks
            waiting += sorted(by_itself)
            record.errors = [*record.errors, *([name, words] for name, words in problem.fields.items())]
    record.waiting, record.state = waiting, "changed" if waiting else "settled"
    return done


def _gone(source_id: int, began: datetime, seen: int) -> Counter[str]:
    """What a whole list no longer has: in the catalogue somebody looks, else it is forgotten."""
    mine = (SourceRecord.source_id == source_id, SourceRecord.state.not_in(("gone", "refused")))
    before = db.session.scalar(select(func.count()).where(*mine)) or 0
    if seen < before * LEAST:
        return Counter({"few": 1})
    unseen = (*mine, SourceRecord.seen_at < began)
    db.session.execute(delete(SourceRecord).where(*unseen, SourceRecord.item_id.is_(None)))
    told = update(SourceRecord).where(*unseen).values(state="gone", changed_at=began)
    return Counter({"gone": db.session.execute(told).rowcount})
