"""Passages of attached documents: they belong to their message, and are read by whoever reads it."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import and_, or_, select

from forum.core.db import db
from forum.files.models import File, FileText
from forum.index.engine import Passage
from forum.items.models.post import Post

FIRST = 100_000  # parts from here on are files: none of the slices of messages goes so far
LONGEST = 120_000  # characters of one passage


def with_files(item_ids: Iterable[int]) -> set[int]:
    """Items that have documents, or had some a moment ago. One query."""
    rows = select(File.item_id).where(File.item_id.in_(list(item_ids)), File.width.is_(None)).distinct()
    return {item_id for item_id in db.session.scalars(rows) if item_id}


def passages(of: dict[int, Passage]) -> list[Passage]:
    """One for each document that was read. `of`: what is said of each item in any of its passages. One query."""
    rows = (
        select(File.id, File.item_id, File.number, File.name, FileText.pages)
        .join(FileText, FileText.file_id == File.id)
        .outerjoin(Post, and_(Post.item_id == File.item_id, Post.number == File.number))
        .where(
            File.item_id.in_(of), File.state == "kept", FileText.state == "done",
            or_(File.number == 1, Post.state == "public"),
        )
        .order_by(File.id)
    )  # fmt: skip
    return [
        replace(
            of[item_id], part=FIRST + file_id, first_number=number, summary="", body="", answer="",
            messages=tuple(_texts(number, name, pages)),
        )
        for file_id, item_id, number, name, pages in db.session.execute(rows)
    ]  # fmt: skip


def _texts(number: int, name: str, pages: list[list[str]]) -> Iterable[tuple[int, str]]:
    """Each page with where it stands, as results show it."""
    left = LONGEST
    for label, text in pages:
        place = f"{name}, p. {label}" if label.isdecimal() else f"{name}, {label}" if label else name
        if left > 0:
            yield number, f"{place} : {text[:left]}"
        left -= len(text)
