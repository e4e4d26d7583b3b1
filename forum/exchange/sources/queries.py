"""Sources and what waits of them, as pages show it."""

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, func, select, true

from forum.core import differences
from forum.core.db import db
from forum.core.outside import place_of
from forum.core.paging import Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.exchange.models import WAITING, Source, SourceRecord
from forum.exchange.sheets.columns import COLUMNS, shown
from forum.exchange.sheets.current import values_of
from forum.exchange.sheets.plan import Difference
from forum.exchange.sources.meaning import back
from forum.exchange.sources.taking import differing
from forum.items.kinds import path_of
from forum.resources.queries.twins import alike_to_each
from forum.resources.twins import Twin
from forum.spaces.models import Space

LONG = 500  # characters of a field whose words are compared one by one
LIKELY = 0.5  # alike enough to be shown to whoever decides anyway: the same title is, whatever funder the source names


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the list."""

    source: Source
    space: Space
    waiting: int


@dataclass(slots=True)
class Proposal:
    """One object that waits. `facts`: of a new one; `differences`: column, words, words compared, of one that is there."""

    record: SourceRecord
    source: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    differences: list[tuple[str, Difference, Markup]] = field(default_factory=list)
    title: str = ""
    url: str = ""
    alike: list[tuple[float, Twin]] = field(default_factory=list)

    @property
    def page(self) -> str:
        """Its page at the source; empty for what is no web address."""
        found = place_of(str(self.record.values.get("url") or ""))
        return found.url if found else ""


def _kept(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.is_admin else Source.space_id.in_(actor.moderates | actor.curates)


def listed(actor: Actor, space_id: int | None = None) -> list[SourceRow]:
    """Those that the actor keeps, what waits first. One query."""
    waiting = (
        select(func.count())
        .where(SourceRecord.source_id == Source.id, SourceRecord.state.in_(WAITING))
        .correlate(Source)
        .scalar_subquery()
    )
    rows = select(Source, Space, waiting).join(Space, Space.id == Source.space_id).where(_kept(actor))
    if space_id:
        rows = rows.where(Source.space_id == space_id)
    return [SourceRow(*row) for row in db.session.execute(rows.order_by(waiting.desc(), Source.name))]


def waiting_count(actor: Actor, space_id: int | None = None) -> int:
    """How many objects wait for the actor. One query."""
    rows = select(func.count(SourceRecord.id)).join(Source, Source.id == SourceRecord.source_id)
    rows = rows.where(_kept(actor), SourceRecord.state.in_(WAITING))
    return db.session.scalar(rows.where(Source.space_id == space_id) if space_id else rows) or 0


def counts_of(source_id: int) -> dict[str, int]:
    """How many of each state. One query."""
    rows = select(SourceRecord.state, func.count()).where(SourceRecord.source_id == source_id)
    return {state: count for state, count in db.session.execute(rows.group_by(SourceRecord.state))}


def records(actor: Actor, *, source_id: int | None = None, space_id: int | None = None, state: str = "",
            key: str = "", limit: int = 30) -> Page[Proposal]:  # fmt: skip
    """What waits, the newest first; with `state` those of one state. Some ten queries, whatever the length."""
    wanted = (state,) if state else WAITING
    rows = select(SourceRecord, Source.name, Source.policy).join(Source, Source.id == SourceRecord.source_id)
    rows = rows.where(_kept(actor), SourceRecord.state.in_(wanted))
    if source_id:
        rows = rows.where(SourceRecord.source_id == source_id)
    if space_id:
        rows = rows.where(Source.space_id == space_id)
    order = ((SourceRecord.changed_at, True), (SourceRecord.id, True))
    if values := unpack(key, 2):
        rows = rows.where(beyond(order, values))
    found = db.session.execute(rows.order_by(*sorting(order)).limit(limit + 1)).all()
    page = cut(found, limit, lambda row: (row[0].changed_at, row[0].id))
    current = values_of({row[0].item_id for row in page.rows if row[0].item_id})
    proposals = [_proposal(record, name, policy, current) for record, name, policy in page.rows]
    fresh = [each for each in proposals if each.record.state == "new"]
    near = alike_to_each(actor, [_twin(each.record) for each in fresh], LIKELY)
    for each in fresh:
        each.alike = near.get(each.record.id, [])
    return Page(proposals, page.next)


def _twin(record: SourceRecord) -> Twin:
    words = (str(record.values.get(name) or "") for name in ("funder", "url"))
    return Twin.of(record.id, record.title, *words)


def _proposal(record: SourceRecord, source: str, policy: dict[str, str], current: dict[int, Any]) -> Proposal:
    found = Proposal(record, source, title=record.title)
    if record.item_id in current:
        here = current[record.item_id]
        by_itself, waiting = differing(record, policy, here)
        found.title, found.url = here["title"], path_of("resource", record.item_id, here["slug"])
        for column in COLUMNS:
            if column.name in waiting or column.name in by_itself:
                value = back(column.name, record.values[column.name])
                words = Difference(str(column.label), shown(column, here.get(column.name)), shown(column, value))
                inside = Markup("")
                if column.most >= LONG and words.before and words.after:
                    inside = differences.html(words.before, words.after)
                found.differences.append((column.name, words, inside))
    else:
        found.facts = facts_of(record.values)
    return found


def facts_of(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and words of each value, in the order of the columns."""
    return [
        (str(column.label), shown(column, back(column.name, values[column.name])))
        for column in COLUMNS
        if column.name in values and column.name not in ("title", "id")
    ]
