"""Queries: suggestions of a page and of many, and what one would change now."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased

from forum.core import differences
from forum.core.db import db
from forum.core.paging import Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.documents.around import SuggestionRemark
from forum.documents.around_text import Around, around_now
from forum.documents.models import Document, Suggestion
from forum.documents.passages import Clash, Passage, heading_above, joined, passages, touch
from forum.documents.suggesting import WAITING, joined_now
from forum.items.commands.edit import begun_from
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.models.post import Revision
from forum.items.policy import Message, listed_to, visible_to
from forum.people.models import User
from forum.spaces.models import Membership

MOST = 20  # other suggestions that one is compared with
STATES = ("open", "asked", "accepted", "refused", "withdrawn", "removed")


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One suggestion in a list, or on top of its page."""

    id: int
    document_id: int
    state: str
    why: str
    at: datetime
    version: int
    edition: int
    revision: int | None
    taken: int
    offered: int
    answer: str
    answered_at: datetime | None
    author_id: int
    author: str
    author_handle: str
    answered_by: str | None
    answered_by_handle: str | None
    title: str
    slug: str
    space_id: int
    remarks: int

    @property
    def document_url(self) -> str:
        """The page that it is about."""
        return path_of("document", self.document_id, self.slug)

    @property
    def url(self) -> str:
        """Its own page."""
        return f"/documents/{self.document_id}/suggestions/{self.id}"

    @property
    def waits(self) -> bool:
        """It is not settled yet."""
        return self.state in WAITING


def suggestion(document_id: int, suggestion_id: int, actor: Actor) -> Suggestion | None:
    """A suggestion about a document that the actor may read; removed ones for their author and keepers. One query."""
    found = db.session.get(Suggestion, suggestion_id)
    if found is None or found.document_id != document_id:
        return None
    if found.state == "removed" and found.author_id != actor.id:
        space_id = db.session.scalar(select(Item.space_id).where(Item.id == document_id))
        return found if actor.tends(space_id or 0) else None
    return found


def _rows(actor: Actor) -> Select:
    settler = aliased(User)
    remarks = (
        select(func.count())
        .where(SuggestionRemark.suggestion_id == Suggestion.id)
        .correlate(Suggestion)
        .scalar_subquery()
    )
    columns = (
        Suggestion.id, Suggestion.document_id, Suggestion.state, Suggestion.why, Suggestion.at, Suggestion.version,
        Suggestion.edition, Suggestion.revision, Suggestion.taken, Suggestion.offered, Suggestion.answer,
        Suggestion.answered_at, User.id, User.name, User.handle, settler.name, settler.handle, Item.title, Item.slug,
        Item.space_id, remarks,
    )  # fmt: skip
    return (
        select(*columns)
        .join(Item, Item.id == Suggestion.document_id)
        .join(User, User.id == Suggestion.author_id)
        .outerjoin(settler, settler.id == Suggestion.answered_by_id)
        .where(visible_to(actor), _shown_to(actor))
    )


def _shown_to(actor: Actor) -> ColumnElement[bool]:
    if actor.is_admin:
        return Suggestion.state.is_not(None)
    tended = Item.space_id.in_(actor.moderates | actor.curates)
    return or_(Suggestion.state != "removed", Suggestion.author_id == (actor.id or 0), tended)


def row_of(suggestion_id: int, actor: Actor) -> SuggestionRow | None:
    """One of them. One query."""
    row = db.session.execute(_rows(actor).where(Suggestion.id == suggestion_id)).first()
    return SuggestionRow(*row) if row else None


def listed(
    actor: Actor, *, document_id: int | None = None, space_id: int | None = None, state: str = "", mine: str = "",
    key: str = "", limit: int = 30,
) -> Page[SuggestionRow]:  # fmt: skip
    """Newest first. `state`: one of STATES, else those that wait. `mine`: "made" by the actor, or for them to
    "settle": about what they keep, pages and spaces. One query."""
    rows = _rows(actor)
    if state != "all":
        rows = rows.where(Suggestion.state.in_([state] if state in STATES else WAITING))
    if document_id is not None:
        rows = rows.where(Suggestion.document_id == document_id)
    elif mine:
        rows = rows.where(Item.state == "public")
    else:
        rows = rows.where(listed_to(actor))  # a list of many pages names none of an unlisted space
    if space_id is not None:
        rows = rows.where(Item.space_id == space_id)
    if mine == "made":
        rows = rows.where(Suggestion.author_id == (actor.id or 0))
    elif mine == "settle":
        table = Document.__table__
        rows = rows.join(table, table.c.id == Item.id).where(
            or_(
                table.c.owner_id == (actor.id or 0), Item.author_id == (actor.id or 0),
                Item.space_id.in_(actor.moderates | actor.curates),
            )
        )  # fmt: skip
    order = ((Suggestion.at, True), (Suggestion.id, True))
    if values := unpack(key, 2):
        rows = rows.where(beyond(order, values))
    found = [SuggestionRow(*row) for row in db.session.execute(rows.order_by(*sorting(order)).limit(limit + 1))]
    return cut(found, limit, lambda row: (row.at, row.id))


def counted(document_id: int, actor: Actor) -> dict[str, int]:
    """How many of each state. One query."""
    rows = (
        select(Suggestion.state, func.count())
        .join(Item, Item.id == Suggestion.document_id)
        .where(Suggestion.document_id == document_id, _shown_to(actor))
        .group_by(Suggestion.state)
    )
    return {state: count for state, count in db.session.execute(rows)}


@dataclass(frozen=True, slots=True)
class Change:
    """One passage that a suggestion changes. `clash`: the page changed there as well; `others`: suggestions that
    speak of the same passage."""

    place: int
    under: str
    difference: Markup
    clash: Clash | None = None
    others: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What a suggestion would change in the page as it is now. `is_late`: the page changed since it was written."""

    changes: list[Change]
    text: str
    is_late: bool
    around: list[Around]

    @property
    def has_clashes(self) -> bool:
        """Somewhere it stands against the page."""
        return any(change.clash for change in (*self.changes, *self.around))


def review_of(document: Document, found: Suggestion) -> Review:
    """What it would change now, passage by passage. Three queries at most."""
    now = joined_now(document, found)
    rivals = _rivals(document, found)
    changes = []
    for place, passage in enumerate(passages(document.source, now.text)):
        clash = next((each for each in now.clashes if touch(passage, each)), None)
        others = {number: name for number, name, places in rivals if any(touch(passage, each) for each in places)}
        changes.append(
            Change(
                place, heading_above(document.source, passage.start), _difference(passage), clash, tuple(others.items())
            )
        )
    return Review(changes, now.text, found.version != document.version, around_now(document, found))


def _rivals(document: Document, found: Suggestion) -> list[tuple[int, str, list[Passage]]]:
    """Others that wait, with the passages that they change."""
    rows = (
        select(Suggestion, User.name)
        .join(User, User.id == Suggestion.author_id)
        .where(Suggestion.document_id == document.id, Suggestion.state.in_(WAITING), Suggestion.id != found.id)
        .order_by(Suggestion.id)
        .limit(MOST)
    )
    begun: dict[int, str] = {}
    rivals = []
    for other, name in db.session.execute(rows):
        if other.version not in begun:  # most began from the same version
            known = begun_from(Message(document, 1, document), other.version)
            begun[other.version] = known[0] if known else ""
        text = joined(begun[other.version], other.source, document.source).text
        rivals.append((other.id, name, passages(document.source, text)))
    return rivals


def as_it_was(document: Document, found: Suggestion) -> list[Change]:
    """What a settled suggestion changed in the text from which it began. Nothing when that text is hidden."""
    begun = begun_from(Message(document, 1, document), found.version)
    old = db.session.get(Revision, (document.id, 1, found.version))
    if begun is None or (old is not None and old.is_hidden):
        return []
    return [
        Change(place, heading_above(begun[0], passage.start), _difference(passage))
        for place, passage in enumerate(passages(begun[0], found.source))
    ]


def _difference(passage: Passage) -> Markup:
    return differences.html(passage.old, passage.new, context=1000)


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """What somebody said about a suggestion."""

    id: int
    text: str
    at: datetime
    author_id: int
    author: str
    author_handle: str
    report: str | None  # why somebody says that it is wrong, while that waits


def remarks_on(suggestion_id: int) -> list[RemarkRow]:
    """Oldest first. One query."""
    report = case((SuggestionRemark.reported_at.is_not(None), SuggestionRemark.report))
    columns = (SuggestionRemark.id, SuggestionRemark.text, SuggestionRemark.at, User.id, User.name, User.handle, report)
    rows = (
        select(*columns)
        .join(User, User.id == SuggestionRemark.author_id)
        .where(SuggestionRemark.suggestion_id == suggestion_id)
        .order_by(SuggestionRemark.id)
        .limit(200)
    )
    return [RemarkRow(*row) for row in db.session.execute(rows)]


def keepers_of_document(document: Document) -> set[int]:
    """Whom a suggestion is for: who keeps the page and who began it, the curators of its space. One query."""
    curators = select(Membership.user_id).where(
        Membership.space_id == document.space_id, Membership.role == "curator"
    )  # fmt: skip
    return {document.owner_id or document.author_id, document.author_id, *db.session.scalars(curators)}
