"""What waits for the keepers of spaces: ten kinds of things in one list, oldest first, and counts of the same list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, cast, false, func, literal, or_, select, true, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from forum.core.db import Moment, db
from forum.core.paging import Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.documents.around import SuggestionRemark
from forum.documents.models import Document, Suggestion
from forum.documents.queries import overdue_clause
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.links.models import LinkPlace, WebLink
from forum.moderation.models import Report
from forum.needs.models import Need
from forum.resources.models import Resource
from forum.spaces.models import JoinRequest
from forum.upkeep.models import Signal

KINDS = ("message", "report", "signal", "resource", "document", "suggestion", "remark", "link", "need", "request")
DOCUMENT, NEED, RESOURCE = Document.__table__, Need.__table__, Resource.__table__
VOICES = 2  # organisations from which on a need is more than one association's wish: it waits for a relay


class midnight(FunctionElement[Any]):
    """The moment at which a date begins, comparable with moments on both databases."""

    type = Moment()
    inherit_cache = True


@compiles(midnight, "sqlite")
def _as_text(element: Any, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)} || ' 00:00:00.000000')"


@compiles(midnight)
def _as_moment(element: Any, compiler: Any, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS TIMESTAMP WITH TIME ZONE)"


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose worklist: everything that the actor keeps, or one space."""

    actor: Actor
    space_id: int | None = None

    def kept(self, column: Any = Item.space_id) -> ColumnElement[bool]:
        """What waits for moderators."""
        return self._among(column, self.actor.moderates)

    def tended(self) -> ColumnElement[bool]:
        """What waits for curators too."""
        return self._among(Item.space_id, self.actor.moderates | self.actor.curates)

    def carried(self) -> ColumnElement[bool]:
        """Needs wait for moderators and for the stewards of their territory."""
        here = self._here(Item.space_id)
        stewards = Item.territory_id.in_(self.actor.stewards) & here if self.actor.stewards else false()
        return or_(self.kept(), stewards)

    def _among(self, column: Any, spaces: Iterable[int]) -> ColumnElement[bool]:
        mine = true() if self.actor.is_admin else column.in_(spaces)
        return mine & self._here(column)

    def _here(self, column: Any) -> ColumnElement[bool]:
        return column == self.space_id if self.space_id else true()


@dataclass(frozen=True, slots=True)
class Ref:
    """One thing that waits. `user_id` and `space_id` of a request to join; `count`: reports, or voices."""

    what: str
    at: datetime
    item_id: int
    number: int
    user_id: int
    space_id: int
    count: int
    detail: str

    @property
    def id(self) -> str:
        """Of its row in the page."""
        return f"work-{self.what}-{self.item_id or self.space_id}-{self.number or self.user_id}"


def _row(what: str, at: Any, number: Any = literal(1), count: Any = literal(0), detail: Any = literal("")) -> Select:
    columns = (Item.id.label("item_id"), number.label("number"), literal(0).label("user_id"), Item.space_id)
    return select(literal(what).label("what"), at.label("at"), *columns, count.label("count"), detail.label("detail"))


def _waiting(scope: Scope) -> Subquery:
    """Everything that waits in this scope: the one statement that lists and counts are made of."""
    reported = (
        _row("report", func.min(Report.at), Report.number, func.count())
        .join(Report, Report.item_id == Item.id)
        .where(Report.state == "open", scope.kept())
        .group_by(Item.id, Item.space_id, Report.number)
    )
    requests = select(
        literal("request"), JoinRequest.at, literal(0), literal(0), JoinRequest.user_id, JoinRequest.space_id,
        literal(0), literal(""),
    ).where(scope.kept(JoinRequest.space_id))  # fmt: skip
    gathered = (NEED.c.status == "gathering") & (NEED.c.level != "national") & (NEED.c.voices >= VOICES)
    return union_all(
        _row("message", Item.created_at).where(Item.state == "pending", scope.kept()),
        _row("message", Post.created_at, Post.number)
        .join(Post, Post.item_id == Item.id)
        .where(Post.state == "pending", scope.kept()),
        reported,
        _row("resource", Item.created_at, detail=RESOURCE.c.type)
        .join(RESOURCE, RESOURCE.c.id == Item.id)
        .where(RESOURCE.c.standing == "proposed", Item.state == "public", scope.tended()),
        _row("document", midnight(DOCUMENT.c.review_by), detail=DOCUMENT.c.standing)
        .join(DOCUMENT, DOCUMENT.c.id == Item.id)
        .where(overdue_clause(), Item.state == "public", scope.tended()),
        _row("suggestion", func.min(Suggestion.at), count=func.count())
        .join(Suggestion, Suggestion.document_id == Item.id)
        .where(Suggestion.state == "open", Item.state == "public", scope.tended())
        .group_by(Item.id, Item.space_id),
        _row(
            "remark",
            func.min(SuggestionRemark.reported_at),
            count=func.count(),
            detail=cast(func.min(SuggestionRemark.suggestion_id), String),
        )
        .join(Suggestion, Suggestion.document_id == Item.id)
        .join(SuggestionRemark, SuggestionRemark.suggestion_id == Suggestion.id)
        .where(SuggestionRemark.reported_at.is_not(None), Item.state == "public", scope.tended())
        .group_by(Item.id, Item.space_id),
        _row("signal", func.min(Signal.at), count=func.count(), detail=func.max(Signal.state))
        .join(Signal, Signal.item_id == Item.id)
        .where(Signal.state != "settled", Item.signals > 0, Item.state == "public", scope.tended())
        .group_by(Item.id, Item.space_id),
        _row(
            "link",
            func.min(func.coalesce(WebLink.failed_since, WebLink.next_at)),
            count=func.count(func.distinct(WebLink.id)),
        )
        .join(LinkPlace, LinkPlace.item_id == Item.id)
        .join(WebLink, WebLink.id == LinkPlace.link_id)
        .where(WebLink.state == "dead", Item.dead_links > 0, Item.state == "public", _mended(scope))
        .group_by(Item.id, Item.space_id),
        _row("need", Item.created_at, count=NEED.c.voices, detail=NEED.c.level)
        .join(NEED, NEED.c.id == Item.id)
        .where(or_(gathered, NEED.c.status == "relayed"), Item.state == "public", scope.carried()),
        requests,
    ).subquery("waiting")


def _mended(scope: Scope) -> ColumnElement[bool]:
    """Links of documents and resources wait for curators too; those of messages for moderators."""
    return or_(scope.kept(), scope.tended() & Item.kind.in_(("document", "resource")))


def counts(scope: Scope) -> dict[str, int]:
    """How many of each kind wait: exactly what the lists show. One query."""
    waiting = _waiting(scope)
    rows = select(waiting.c.what, func.count()).group_by(waiting.c.what)
    found = {what: count for what, count in db.session.execute(rows)}
    return {kind: found.get(kind, 0) for kind in KINDS}


def summary(scope: Scope) -> tuple[int, datetime | None]:
    """How many wait, and since when the oldest does. One query."""
    waiting = _waiting(scope)
    count, oldest = db.session.execute(select(func.count(), func.min(waiting.c.at))).one()
    return count, oldest


def refs(scope: Scope, *, kind: str = "", key: str = "", limit: int = 50, only: Ref | None = None) -> Page[Ref]:
    """What waits, oldest first. One query."""
    waiting = _waiting(scope)
    c = waiting.c
    order = tuple((column, False) for column in (c.at, c.what, c.item_id, c.number, c.user_id, c.space_id))
    rows = select(c.what, c.at, c.item_id, c.number, c.user_id, c.space_id, c.count, c.detail)
    if kind in KINDS:
        rows = rows.where(c.what == kind)
    if only is not None:
        rows = rows.where(c.what == only.what, c.item_id == only.item_id, c.number == only.number)
        rows = rows.where(c.user_id == only.user_id)
    if values := unpack(key, len(order)):
        rows = rows.where(beyond(order, values))
    found = [Ref(*row) for row in db.session.execute(rows.order_by(*sorting(order)).limit(limit + 1))]
    return cut(found, limit, lambda ref: (ref.at, ref.what, ref.item_id, ref.number, ref.user_id, ref.space_id))
