"""What a page knows of its reader: whether they follow it, how far they read, their draft."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import CompoundSelect, Integer, bindparam, case, cast, literal, null, select, union_all

from forum.core.db import db
from forum.core.permissions import Actor
from forum.core.prepared import Told, hear
from forum.files.queries import FileRow, packed_waiting, unpacked
from forum.items.models.around import Draft, IdempotencyKey, Reaction, Reading, Watch
from forum.items.models.item import Item
from forum.items.models.post import Revision
from forum.people.models import User


@dataclass(frozen=True, slots=True)
class Reader:
    """A visitor's is empty."""

    watch: str = ""  # level; "mail" for everything, by mail too
    read: int = 0  # last number read
    draft: str = ""
    draft_at: datetime | None = None  # when it was kept
    reactions: frozenset[str] = frozenset()  # to the item's own text
    files: tuple[FileRow, ...] = ()  # sent for a reply that is not


def hear_reader(item_id: int, actor: Actor) -> Told | None:
    """The rows. One query; none for a visitor."""
    if not actor.is_someone:
        return None
    return hear(_reader_rows(), me=actor.id, item_id=item_id, place=f"item/{item_id}")


def reader_of(item_id: int, actor: Actor, told: Told | None = None) -> Reader:
    """All of it in one query, none when it was asked for; a visitor's is empty."""
    if not actor.is_someone:
        return Reader()
    found_rows = told or hear_reader(item_id, actor)
    known = found_rows.rows() if found_rows else []
    found = {what: (text, number, at) for what, text, number, at in known}
    none = ("", 0, None)
    level, by_mail, _at = found.get("watch", none)
    draft, _number, draft_at = found.get("draft", none)
    return Reader(
        watch="mail" if by_mail else level, read=found.get("read", none)[1], draft=draft, draft_at=draft_at,
        reactions=frozenset(text for what, text, _number, _at in known if what == "reaction"),
        files=unpacked(found.get("files", none)[0]),
    )  # fmt: skip


@cache
def _reader_rows() -> CompoundSelect:
    me, item_id, place = bindparam("me"), bindparam("item_id"), bindparam("place")
    mine = (Watch.user_id == me, Watch.subject == "item", Watch.subject_id == item_id)
    return union_all(
        select(
            literal("watch").label("what"),
            Watch.level.label("text"),
            Watch.by_mail.cast(Integer).label("number"),
            Watch.at,
        ).where(*mine),
        select(literal("read"), literal(""), Reading.number, Reading.at).where(
            Reading.user_id == me, Reading.item_id == item_id
        ),
        select(literal("draft"), Draft.source, literal(0), Draft.at).where(Draft.user_id == me, Draft.place == place),
        select(literal("reaction"), Reaction.kind, literal(0), Reaction.at).where(
            Reaction.item_id == item_id, Reaction.number == 1, Reaction.user_id == me
        ),
        select(literal("files"), packed_waiting(me, place), literal(0), cast(null(), Watch.at.type)),
    )


def watch_of(actor: Actor, item_id: int) -> str:
    """How somebody follows an item, as `Reader.watch` says it. One query."""
    kept = db.session.get(Watch, (actor.id, "item", item_id))
    return ("mail" if kept.by_mail else kept.level) if kept else ""


@dataclass(frozen=True, slots=True)
class Version:
    """A past or present version of a text."""

    version: int
    author: str
    at: object
    reason: str
    title: str
    source: str
    is_hidden: bool = False


def versions_of(item_id: int, number: int) -> list[Version]:
    """Past versions of a message, newest first, hidden ones without their words. One query."""
    words = (
        case((Revision.is_hidden, ""), else_=column) for column in (Revision.reason, Revision.title, Revision.source)
    )
    rows = (
        select(Revision.version, User.name, Revision.at, *words, Revision.is_hidden)
        .join(User, User.id == Revision.author_id)
        .where(Revision.item_id == item_id, Revision.number == number)
        .order_by(Revision.version.desc())
        .limit(200)
    )
    return [Version(*row) for row in db.session.execute(rows)]


def drafts_of(actor: Actor) -> list[Draft]:
    """Texts that wait to be sent, newest first. One query."""
    rows = select(Draft).where(Draft.user_id == actor.id).order_by(Draft.at.desc()).limit(100)
    return list(db.session.scalars(rows))


def draft_of(actor: Actor, place: str) -> Draft | None:
    """The text that waits at this place. One query."""
    return db.session.get(Draft, (actor.id, place[:120])) if actor.is_someone else None


def was_sent(actor: Actor, key: str) -> bool:
    """Was a form with this key taken? One query, carried by the primary key."""
    name = f"form {key} "
    rows = select(IdempotencyKey.key).where(
        IdempotencyKey.user_id == actor.id, IdempotencyKey.key >= name, IdempotencyKey.key < name + "g"
    )
    return db.session.scalar(rows.limit(1)) is not None


def editor_of(item: Item) -> str:
    """The name of whoever wrote the present version of its text. One query."""
    found = db.session.scalar(select(User.name).where(User.id == (item.edited_by_id or item.author_id)))
    return found or ""
