"""Files: one row each; the same content lies once in the storage, under its digest."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db


class File(db.Model):
    """A picture or a document that somebody attached to a message (item, number), or is about to.

    state: kept; gone (taken away: never served again, its content is erased by the worker).
    """

    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)  # of what is kept: is the content needed elsewhere?
    name: Mapped[str] = mapped_column(String(140))
    media_type: Mapped[str] = mapped_column(String(100))  # judged by content
    size: Mapped[int]
    width: Mapped[int | None]  # of pictures, as they are shown
    height: Mapped[int | None]
    alt: Mapped[str] = mapped_column(String(300), default="")  # what a picture shows, for those who do not see it
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int | None]  # of the message in the item
    place: Mapped[str] = mapped_column(String(120), default="")  # of the draft that it waits in
    state: Mapped[str] = mapped_column(String(8), default="kept")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        Index("ix_files_item_id_number", "item_id", "number"),  # those of a message
        Index("ix_files_owner_id_created_at", "owner_id", "created_at"),  # what somebody sent today
        Index("ix_files_state_item_id", "state", "item_id", "created_at"),  # what may be forgotten
    )

    @property
    def is_picture(self) -> bool:
        """Shown, not only listed."""
        return self.width is not None


class FileText(db.Model):
    """The words of a document that was attached, for the search. `state`: done, empty (it has none), failed."""

    __tablename__ = "file_texts"
    file_id: Mapped[int] = mapped_column(ForeignKey("files.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    pages: Mapped[list] = mapped_column(default=list)  # [["3", "words of page 3"], …]; "" where there are no pages
    at: Mapped[datetime] = mapped_column(default=clock.now)
