"""Bringing items to the index: some of them, slices of them, or all of them again."""

from collections.abc import Iterable

import structlog
from sqlalchemy import select

from forum.core.db import db
from forum.items.models.item import Item
from forum.search.attached import FIRST, with_files
from forum.search.engine import engine
from forum.search.passages import passages_of

log = structlog.get_logger()
CHUNK = 300  # items brought to the index at once


def bring_slices(slices: dict[int, set[int]]) -> None:
    """Index some slices of some items; forget the items that are not published any more."""
    passages = passages_of(slices, slices)
    there = {passage.item_id for passage in passages}
    _forget_files(slices)
    engine().put(passages)
    engine().remove(set(slices) - there)


def _forget_files(item_ids: Iterable[int]) -> None:
    """Documents that were taken away: those that are there still are put again at once."""
    if owners := with_files(item_ids):
        engine().remove(owners, FIRST)


def bring(item_ids: list[int], *, forget_files: bool = True) -> None:
    """Index these items, or forget those that are not published any more."""
    for start in range(0, len(item_ids), CHUNK):
        chunk = item_ids[start : start + CHUNK]
        passages = passages_of(chunk)
        if forget_files:
            _forget_files(chunk)
        engine().put(passages)
        engine().remove(set(chunk) - {passage.item_id for passage in passages})
        db.session.expunge_all()


def rebuild() -> int:
    """Everything anew from the tables. Answers how many items."""
    engine().clear()
    ids = list(db.session.scalars(select(Item.id).where(Item.state == "public").order_by(Item.id)))
    bring(ids, forget_files=False)
    engine().was_damaged = False
    return len(ids)


def rebuild_if_damaged() -> None:
    """An index that was damaged, or of another version, makes itself again and says so."""
    if engine().was_damaged:
        log.warning("index.rebuilding", why="missing, damaged or of another version")
        log.info("index.rebuilt", items=rebuild())
