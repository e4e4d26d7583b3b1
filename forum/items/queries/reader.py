"""What a page knows of its reader: whether they follow it, how far they read, their draft."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import CompoundSelect, Integer, bindparam, literal, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.files.queries import FileRow, packed_waiting, unpacked
from forum.items.models.around import Draft, Reaction, Reading, Watch
from forum.items.models.post import Revision
from forum.people.models import User


@dataclass(frozen=True, slots=True)
class Reader:
    """A visitor's is empty."""

    watch: str = ""  # level; "mail" for everything, by mail too
    read: int = 0  # last number read
    draft: str = ""
    reactions: frozenset[str] = frozenset()  # to the item's own text
    files: tuple[FileRow, ...] = ()  # sent for a reply that is not


def reader_of(item_id: int, actor: Actor) -> Reader:
    """All of it in one query; none for a visitor."""
    if not actor.is_someone:
        return Reader()
    values = {"me": actor.id, "item_id": item_id, "place": f"item/{item_id}"}
    known = db.session.execute(_reader_rows(), values).all()
    found = {what: (text, number) for what, text, number in known}
    level, by_mail = found.get("watch", ("", 0))
    return Reader(
        "mail" if by_mail else level, found.get("read", ("", 0))[1], found.get("draft", ("", 0))[0],
        frozenset(text for what, text, _number in known if what == "reaction"),
        unpacked(found.get("files", ("", 0))[0]),
    )  # fmt: skip


@cache
def _reader_rows() -> CompoundSelect:
    me, item_id = bindparam("me"), bindparam("item_id")
    mine = (Watch.user_id == me, Watch.subject == "item", Watch.subject_id == item_id)
    return union_all(
        select(
            literal("watch").label("what"), Watch.level.label("text"), Watch.by_mail.cast(Integer).label("number")
        ).where(*mine),
        select(literal("read"), literal(""), Reading.number).where(Reading.user_id == me, Reading.item_id == item_id),
        select(literal("draft"), Draft.source, literal(0)).where(
            Draft.user_id == me, Draft.place == bindparam("place")
        ),
        select(literal("reaction"), Reaction.kind, literal(0)).where(
            Reaction.item_id == item_id, Reaction.number == 1, Reaction.user_id == me
        ),
        select(literal("files"), packed_waiting(me, bindparam("place")), literal(0)),
    )


@dataclass(frozen=True, slots=True)
class Version:
    """A past or present version of a text."""

    version: int
    author: str
    at: object
    reason: str
    title: str
    source: str


def versions_of(item_id: int, number: int) -> list[Version]:
    """Past versions of a message, newest first. One query."""
    rows = (
        select(Revision.version, User.name, Revision.at, Revision.reason, Revision.title, Revision.source)
        .join(User, User.id == Revision.author_id)
        .where(Revision.item_id == item_id, Revision.number == number, Revision.is_hidden.is_(False))
        .order_by(Revision.version.desc())
        .limit(200)
    )
    return [Version(*row) for row in db.session.execute(rows)]


def drafts_of(actor: Actor) -> list[Draft]:
    """Texts that wait to be sent, newest first. One query."""
    rows = select(Draft).where(Draft.user_id == actor.id).order_by(Draft.at.desc()).limit(100)
    return list(db.session.scalars(rows))
