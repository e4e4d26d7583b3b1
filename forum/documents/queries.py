"""Practice documents as pages and the index need them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, case, func, literal, select
from sqlalchemy.orm import aliased

from forum.core import clock
from forum.core.db import db
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.documents import practice
from forum.documents.around import Helped, PassageTalk
from forum.documents.labels import standings
from forum.documents.models import Document, Suggestion
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.items.queries.facets import Facet, territory_facet, theme_facet
from forum.people.models import User

TABLE = Document.__table__


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a document's page says around its text."""

    standing: str
    template: str
    owner_id: int | None
    owner_handle: str | None
    owner_name: str | None
    reviewed_on: date | None
    reviewer_handle: str | None
    reviewer_name: str | None
    review_by: date | None
    licence: str
    sources: list
    sdgs: list
    actor_types: list
    author_id: int
    tried_by: int
    translation_of_id: int | None
    translated_version: int
    review_before: dict
    suggested: int  # suggestions that wait
    helped: int  # people and devices that this version helped
    translations: int  # made from this document
    discussed: int  # passages
    credited: str | None  # authors of suggestions that were taken, one a line

    @property
    def also_by(self) -> list[str]:
        """Whose suggestions were taken, each once."""
        return list(dict.fromkeys((self.credited or "").splitlines()))

    @property
    def is_overdue(self) -> bool:
        """Its day of review has passed."""
        return is_overdue(self.review_by)

    @property
    def renewed_today_by(self) -> int | None:
        """Who may still take their renewal back."""
        return self.review_before.get("by") if self.review_before.get("day") == str(clock.today()) else None

    @property
    def is_translated(self) -> bool:
        """It stands in several languages."""
        return bool(self.translation_of_id or self.translations)


def is_overdue(review_by: date | None) -> bool:
    """Due on that day, overdue from the day after (Paris)."""
    return review_by is not None and review_by < clock.today()


def readable(document_id: int, actor: Actor) -> Document | None:
    """The document, for a command; None for what the actor may not see. One query."""
    return db.session.scalars(select(Document).where(Document.id == document_id, visible_to(actor))).first()


def sheet(document_id: int) -> Sheet:
    """What its page says around the text. One query."""
    owner, reviewer = aliased(User), aliased(User)
    rows = (
        select(
            TABLE.c.standing, TABLE.c.template, TABLE.c.owner_id, owner.handle, owner.name, TABLE.c.reviewed_on,
            reviewer.handle, reviewer.name, TABLE.c.review_by, TABLE.c.licence, TABLE.c.sources, TABLE.c.sdgs,
            TABLE.c.actor_types, Item.author_id, TABLE.c.tried_by, TABLE.c.translation_of_id,
            TABLE.c.translated_version, TABLE.c.review_before, *_counts(),
        )
        .select_from(TABLE)
        .join(Item, Item.id == TABLE.c.id)
        .outerjoin(owner, owner.id == TABLE.c.owner_id)
        .outerjoin(reviewer, reviewer.id == TABLE.c.reviewed_by_id)
        .where(TABLE.c.id == document_id)
    )  # fmt: skip
    return Sheet(*db.session.execute(rows).one())


def _counts() -> list[ColumnElement[Any]]:
    """Of the document of the query around: what waits, whom it helped, how many translations."""
    other = aliased(TABLE)
    here = (Helped.document_id == TABLE.c.id, Helped.version == Item.version, Helped.is_yes)
    waiting = select(func.count()).where(Suggestion.document_id == TABLE.c.id, Suggestion.state == "open")
    talks = select(func.count()).where(PassageTalk.item_id == TABLE.c.id, PassageTalk.closed_at.is_(None))
    by = aliased(User)
    taken = (
        select(func.aggregate_strings(by.name, "\n"))
        .select_from(Suggestion)
        .join(by, by.id == Suggestion.author_id)
        .where(Suggestion.document_id == TABLE.c.id, Suggestion.state == "accepted")
    )
    return [
        waiting.correlate(TABLE).scalar_subquery(),
        select(func.count()).select_from(Helped).where(*here).correlate(TABLE, Item.__table__).scalar_subquery(),
        select(func.count()).select_from(other).where(other.c.translation_of_id == TABLE.c.id).scalar_subquery(),
        talks.correlate(TABLE).scalar_subquery(),
        taken.correlate(TABLE).scalar_subquery(),
    ]


def facts(ids: list[int]) -> dict[int, dict[str, Any]]:
    """Standing and dates of each document. One query."""
    columns = (TABLE.c.id, TABLE.c.standing, TABLE.c.reviewed_on, TABLE.c.review_by, TABLE.c.template,
               TABLE.c.tried_by)  # fmt: skip
    return {
        row.id: {
            "state": row.standing,
            "reviewed_on": row.reviewed_on,
            "review_by": row.review_by,
            "is_overdue": is_overdue(row.review_by),
            "template": row.template,
            "tried_by": row.tried_by,
        }
        for row in db.session.execute(select(*columns).where(TABLE.c.id.in_(ids)))
    }


def words(ids: list[int]) -> dict[int, dict[str, str]]:
    """The sources, for the index. One query."""
    rows = select(TABLE.c.id, TABLE.c.sources).where(TABLE.c.id.in_(ids))
    return {row.id: {"keywords": " ".join(map(str, row.sources))} for row in db.session.execute(rows)}


def overdue_clause() -> ColumnElement[bool]:
    """Documents whose day of review has passed: for lists and the worklist of a space."""
    return TABLE.c.review_by < clock.today()


def day_of_review() -> ColumnElement[date]:
    """The last review, and the beginning of times for what has none: lists are sorted by it."""
    return func.coalesce(TABLE.c.reviewed_on, literal(date(1970, 1, 1), Date()))


def facets() -> list[Facet]:
    """Territory, theme, standing, whether its review is due: in the order of the form."""
    due = case((overdue_clause(), "overdue"), else_="current")
    return [
        territory_facet(_("Territory"), _("for %(value)s, above and below included")),
        theme_facet(_("Theme"), _("about “%(value)s”")),
        Facet("state", _("State"), "%(value)s", lambda code: TABLE.c.standing == code, standings(), TABLE.c.standing),
        Facet("review", _("Next review"), "%(value)s", lambda code: due == code,
              {"current": _("not due yet"), "overdue": _("review overdue")}, due),
        Facet("part", _("Says something of"), _("with “%(value)s”"), lambda code: TABLE.c.parts.like(f"%,{code},%"),
              practice.labels(), func.max(TABLE.c.parts), expand=lambda found: filter(None, found.split(","))),
    ]  # fmt: skip
