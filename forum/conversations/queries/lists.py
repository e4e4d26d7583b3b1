"""One's own conversations, newest first."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from forum.conversations.queries.one import PersonRow, people_of_all
from forum.core.db import db
from forum.core.markup.plain import excerpt, text_of
from forum.core.paging import Order, Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.items.kinds import path_of
from forum.items.models.around import Reading, Watch
from forum.items.models.item import Item
from forum.items.models.participant import Participant
from forum.items.models.post import Post
from forum.items.policy import taking_part
from forum.people.models import User

_Person = aliased(User)
NEWEST: Order = ((Item.active_at, True), (Item.id, True))


@dataclass(frozen=True, slots=True)
class ConversationRow:
    """A conversation in the list of somebody who is in it."""

    id: int
    slug: str
    title: str
    active_at: datetime
    last_number: int
    last_author_id: int
    last_author: str
    said: str  # the last message, cut
    read: int
    is_muted: bool
    people: list[PersonRow] = field(default_factory=list)

    @property
    def is_unread(self) -> bool:
        """Somebody wrote since."""
        return self.last_number > self.read

    @property
    def url(self) -> str:
        """Its page, at the first message that was not read."""
        number = self.read + 1 if self.is_unread and self.read else 1
        return path_of("conversation", self.id, self.slug, number)


def mine(actor: Actor, *, words: str = "", key: str = "", limit: int = 20) -> Page[ConversationRow]:
    """A page of them, or of those that hold these words. Two queries, whatever their length."""
    last = func.coalesce(Item.last_author_id, Item.author_id)
    rows = (
        select(
            Item.id, Item.slug, Item.title, Item.active_at, Item.last_number, last, User.name, Item.html, Post.html,
            func.coalesce(Reading.number, 0), Watch.level,
        )
        .join(Participant, (Participant.item_id == Item.id) & (Participant.user_id == actor.id))
        .join(User, User.id == last)
        .outerjoin(
            Post, (Post.item_id == Item.id) & (Post.number == Item.last_number) & (Post.state == "public")
        )
        .outerjoin(Reading, (Reading.item_id == Item.id) & (Reading.user_id == actor.id))
        .outerjoin(
            Watch, (Watch.subject == "item") & (Watch.subject_id == Item.id) & (Watch.user_id == actor.id)
        )
        .where(taking_part(actor))
    )  # fmt: skip
    if words.strip():
        rows = rows.where(_holds(" ".join(words.split())[:100].lower()))
    if values := unpack(key, len(NEWEST)):
        rows = rows.where(beyond(NEWEST, values))
    found = db.session.execute(rows.order_by(*sorting(NEWEST)).limit(limit + 1)).all()
    page = cut(found, limit, lambda row: (row[3], row[0]))
    people = people_of_all([row[0] for row in page.rows])
    return Page([_row(row, people.get(row[0], []), actor) for row in page.rows], page.next)


def _holds(words: str) -> ColumnElement[bool]:
    """In the subject, in a message, in the name of somebody in it. Among one's own only: no index is asked, none leaks."""
    said = select(Post.id).where(
        Post.item_id == Item.id, Post.state == "public", func.lower(Post.source).contains(words, autoescape=True)
    )
    other = aliased(Participant)
    named = (
        select(other.item_id)
        .join(_Person, _Person.id == other.user_id)
        .where(other.item_id == Item.id, func.lower(_Person.name).contains(words, autoescape=True))
    )
    here = [func.lower(column).contains(words, autoescape=True) for column in (Item.title, Item.source)]
    return or_(*here, said.correlate(Item).exists(), named.correlate(Item).exists())


def _row(row, people: list[PersonRow], actor: Actor) -> ConversationRow:  # type: ignore[no-untyped-def]
    number, first, last = row[4], row[7], row[8]
    read = number if row[5] == actor.id else row[9]  # one's own last message is read, however it was sent
    html = first if number == 1 else (last or "")
    return ConversationRow(
        *row[:7], said=excerpt(text_of(html), 120), read=read, is_muted=row[10] == "mute", people=people
    )
