"""Queries of upkeep: what one keeps, what readers said, who tried it, languages, who wrote which passage."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from forum.core.db import db
from forum.core.matching import matches
from forum.core.permissions import Actor
from forum.documents.around import Helped, Trial
from forum.documents.models import Document, Suggestion
from forum.documents.passages import lines_of
from forum.documents.queries import TABLE, is_overdue
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.policy import visible_to
from forum.items.queries.heads import Head
from forum.items.queries.reader import versions_of
from forum.people.models import Organisation, User
from forum.spaces.models import Space


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A document that somebody keeps."""

    id: int
    title: str
    slug: str
    standing: str
    review_by: date | None
    space: str
    suggested: int
    helped: int
    not_helped: int

    @property
    def url(self) -> str:
        """Its page."""
        return path_of("document", self.id, self.slug)

    @property
    def is_overdue(self) -> bool:
        """Its day of review has passed."""
        return is_overdue(self.review_by)


def kept_by(actor: Actor) -> list[KeptRow]:
    """What the actor keeps, what is due first. One query."""
    waiting = select(func.count()).where(Suggestion.document_id == TABLE.c.id, Suggestion.state == "open")

    def said(is_yes: bool):  # type: ignore[no-untyped-def]
        here = (Helped.document_id == TABLE.c.id, Helped.version == Item.version, Helped.is_yes.is_(is_yes))
        return select(func.count()).where(*here).correlate(TABLE, Item.__table__).scalar_subquery()

    rows = (
        select(Item.id, Item.title, Item.slug, TABLE.c.standing, TABLE.c.review_by, Space.name,
               waiting.correlate(TABLE).scalar_subquery(), said(True), said(False))
        .join(TABLE, TABLE.c.id == Item.id)
        .join(Space, Space.id == Item.space_id)
        .where(TABLE.c.owner_id == (actor.id or 0), Item.state == "public", visible_to(actor))
        .order_by(TABLE.c.review_by, Item.id)
        .limit(200)
    )  # fmt: skip
    return [KeptRow(*row) for row in db.session.execute(rows)]


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What one reader wrote to those who keep the page."""

    text: str
    is_yes: bool
    version: int
    at: datetime
    name: str | None
    handle: str | None


def said_about(document_id: int) -> list[SaidRow]:
    """For those who keep it, nobody else. One query."""
    rows = (
        select(Helped.text, Helped.is_yes, Helped.version, Helped.at, User.name, User.handle)
        .outerjoin(User, User.id == Helped.user_id)
        .where(Helped.document_id == document_id, Helped.text != "")
        .order_by(Helped.at.desc())
        .limit(100)
    )
    return [SaidRow(*row) for row in db.session.execute(rows)]


def helped_by_version(document_id: int) -> list[tuple[int, int, int]]:
    """(version, yes, no), newest first. One query."""
    yes = func.count().filter(Helped.is_yes)
    rows = (
        select(Helped.version, yes, func.count() - yes)
        .where(Helped.document_id == document_id)
        .group_by(Helped.version)
        .order_by(Helped.version.desc())
        .limit(50)
    )
    return [(version, helped, not_helped) for version, helped, not_helped in db.session.execute(rows)]


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An organisation that tried it."""

    organisation_id: int
    name: str
    slug: str
    place: str
    year: int | None
    changed: str
    remark: str
    at: datetime


def trials_of(document_id: int) -> list[TrialRow]:
    """The newest first. One query."""
    rows = (
        select(Organisation.id, Organisation.name, Organisation.slug, Trial.place, Trial.year, Trial.changed,
               Trial.remark, Trial.at)
        .join(Organisation, Organisation.id == Trial.organisation_id)
        .where(Trial.document_id == document_id)
        .order_by(Trial.year.desc().nulls_last(), Trial.at.desc())
        .limit(100)
    )  # fmt: skip
    return [TrialRow(*row) for row in db.session.execute(rows)]


@dataclass(frozen=True, slots=True)
class Tongue:
    """The same page in one language. `is_late`: the page that it translates changed since."""

    id: int
    lang: str
    title: str
    slug: str
    is_original: bool
    version: int
    translated_version: int

    @property
    def url(self) -> str:
        """Its page."""
        return path_of("document", self.id, self.slug)


def tongues_of(document_id: int, original_id: int | None, actor: Actor) -> list[Tongue]:
    """The original, then its translations, those that the actor may read. One query."""
    root = original_id or document_id
    rows = (
        select(Item.id, Item.lang, Item.title, Item.slug, TABLE.c.id == root, Item.version, TABLE.c.translated_version)
        .join(TABLE, TABLE.c.id == Item.id)
        .where(or_(TABLE.c.id == root, TABLE.c.translation_of_id == root), Item.state == "public", visible_to(actor))
        .order_by(TABLE.c.id != root, Item.lang)
        .limit(20)
    )
    return [Tongue(*row) for row in db.session.execute(rows)]


@dataclass(frozen=True, slots=True)
class Written:
    """A passage, with the last person who changed it."""

    text: str
    version: int
    author: str
    at: datetime
    reason: str


def who_wrote_what(head: Head, editor: str) -> list[Written]:
    """The text cut where its last authors change. One query, 200 versions at most.

    `editor`: who wrote the present version. Hidden versions count for the next one.
    """
    past = list(reversed(versions_of(head.id, 1)))
    versions = [(each.version, each.author, each.at, each.reason, each.source) for each in past]
    versions.append((head.version, editor, head.edited_at or head.created_at, "", head.source))
    lines: list[str] = []
    marks: list[int] = []  # of each line: the place in `versions` of whoever wrote it
    for place, version in enumerate(versions):
        fresh = lines_of(version[4])
        kept = [place] * len(fresh)
        for start, start_new, size in matches(lines, fresh):
            kept[start_new : start_new + size] = marks[start : start + size]
        lines, marks = fresh, kept
    found: list[tuple[int, list[str]]] = []
    for line, mark in zip(lines, marks, strict=True):
        if found and (found[-1][0] == mark or not line.strip()):
            found[-1][1].append(line)
        else:
            found.append((mark, [line]))
    return [Written("".join(text).strip("\n"), *versions[mark][:4]) for mark, text in found]  # type: ignore[arg-type]


def document_by_number(number: int, actor: Actor) -> Document | None:
    """A document that the actor may read. One query."""
    return db.session.scalars(select(Document).where(Document.id == number, visible_to(actor))).first()
