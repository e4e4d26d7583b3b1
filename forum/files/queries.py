"""What is attached to what. Pages fold it into the queries that they make anyway: see `packed`."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy import ScalarSelect, String, cast, func, literal_column, select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import Actor
from forum.files.kinds import KINDS, sizes_of
from forum.files.models import File

UNIT, RECORD = "\x1f", "\x1e"  # between values and between files in `packed`; names and texts hold neither


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as pages show it."""

    id: int
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    alt: str

    @property
    def is_picture(self) -> bool:
        """Shown, not only listed."""
        return self.width is not None

    @property
    def kind(self) -> Any:
        """Its type in words."""
        return KINDS[self.media_type].label

    @property
    def extension(self) -> str:
        """PDF, ODT…"""
        return KINDS[self.media_type].extension.upper()

    @property
    def url(self) -> str:
        """The address of the file itself."""
        return path_of(self.id, self.name)

    def as_json(self) -> dict[str, Any]:
        """For the API."""
        return {
            "id": self.id, "url": self.url, "name": self.name, "type": self.media_type, "size": self.size,
            "width": self.width, "height": self.height, "alt": self.alt,
        }  # fmt: skip

    @property
    def copies(self) -> list[tuple[str, int]]:
        """The lighter copies of a picture: address, width."""
        return [(f"/files/{self.id}/{size}.webp", width) for size, width in sizes_of(self.width or 0)]


def path_of(file_id: int, name: str) -> str:
    """The address of a file; needs no request."""
    return f"/files/{file_id}/{quote(name)}"


_COLUMNS = (File.id, File.name, File.media_type, File.size, File.width, File.height, File.alt)


def packed(item_id: Any, number: Any) -> ScalarSelect[Any]:
    """The files of a message as one text, for a query that reads messages: no query more. See `unpacked`."""
    return select(_joined()).where(File.item_id == item_id, File.number == number, _KEPT).scalar_subquery()


def packed_waiting(user_id: int | None, place: str) -> ScalarSelect[Any]:
    """What waits in a draft, as one text."""
    here = (File.owner_id == user_id, File.item_id.is_(None), File.place == place, _KEPT)
    return select(_joined()).where(*here).scalar_subquery()


_KEPT = File.state == "kept"


def _joined() -> Any:
    """id, name, type, size, width, height, words: written short, for it stands in the queries of every page."""
    unit = literal_column(f"'{UNIT}'")
    maybe = (func.coalesce(cast(column, String), literal_column("''")) for column in (File.width, File.height))
    one = cast(File.id, String)
    for value in (File.name, File.media_type, cast(File.size, String), *maybe, File.alt):
        one = one.concat(unit).concat(value)
    return func.aggregate_strings(one, RECORD)


def unpacked(text: str | None) -> tuple[FileRow, ...]:
    """The rows that `packed` wrote, in the order in which they were sent."""
    rows = []
    for record in (text or "").split(RECORD) if text else ():
        number, name, media_type, size, width, height, alt = record.split(UNIT)
        picture = (int(width), int(height)) if width else (None, None)
        rows.append(FileRow(int(number), name, media_type, int(size), *picture, alt))
    return tuple(sorted(rows, key=lambda row: row.id))


def files_of(item_id: int, number: int) -> list[FileRow]:
    """Those of one message. One query."""
    rows = select(*_COLUMNS).where(File.item_id == item_id, File.number == number, _KEPT).order_by(File.id)
    return [FileRow(*row) for row in db.session.execute(rows)]


def files_of_item(item_id: int, limit: int = 100) -> list[tuple[int, FileRow]]:
    """All files of an item with the number of their message, for its summary. One query.

    The caller leaves out the messages that its reader may not see.
    """
    rows = select(File.number, *_COLUMNS).where(File.item_id == item_id, _KEPT).order_by(File.number, File.id)
    return [(number, FileRow(*row)) for number, *row in db.session.execute(rows.limit(limit))]


def rows_of(ids: list[int]) -> list[FileRow]:
    """Files by id, whoever they belong to: for the renderer and for forms that checked them. One query."""
    if not ids:
        return []
    rows = select(*_COLUMNS).where(File.id.in_(ids), _KEPT).order_by(File.id)
    return [FileRow(*row) for row in db.session.execute(rows)]


def waiting(actor: Actor, ids: list[int] | None = None, place: str | None = None) -> list[FileRow]:
    """One's own files that are not sent yet: those of `ids`, or those of a draft's place. One query."""
    rows = select(*_COLUMNS).where(File.owner_id == actor.id, File.item_id.is_(None), _KEPT).order_by(File.id)
    rows = rows.where(File.id.in_(ids)) if ids is not None else rows.where(File.place == place, File.place != "")
    return [FileRow(*row) for row in db.session.execute(rows.limit(50))]


def sent_today(owner_id: int) -> tuple[int, int]:
    """How many files and bytes somebody sent in a day, those taken away included. One query."""
    since = clock.now() - timedelta(days=1)
    rows = select(func.count(), func.coalesce(func.sum(File.size), 0))
    count, size = db.session.execute(rows.where(File.owner_id == owner_id, File.created_at > since)).one()
    return int(count), int(size)


def find(file_id: int) -> File | None:
    """The row, unless it was taken away. One query."""
    return db.session.scalars(select(File).where(File.id == file_id, _KEPT)).first()
