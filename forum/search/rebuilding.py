"""Bringing items to the index: some of them, slices of them, or all of them again."""

from collections.abc import Iterable

import structlog
from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import NOBODYS
from forum.items.models.item import Item
from forum.search import guides
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


def bring(item_ids: list[int]) -> None:
    """Index these items, or forget those that are not published any more."""
    for start in range(0, len(item_ids), CHUNK):
        chunk = item_ids[start : start + CHUNK]
        passages = passages_of(chunk) + guides.passages_of(chunk)
        _forget_files(chunk)
        engine().put(passages)
        engine().remove(set(chunk) - {passage.item_id for passage in passages})
        db.session.expunge_all()


def published() -> dict[int, int]:
    """What must be found: publications and guides with when they were last active, in seconds. Two queries."""
    rows = select(Item.id, Item.active_at).where(Item.state == "public", Item.space_id != NOBODYS).order_by(Item.id)
    return {item_id: int(at.timestamp()) for item_id, at in db.session.execute(rows)} | guides.published()


def rebuild() -> int:
    """Everything anew from the tables, in place: what is there goes on answering. Answers how many items."""
    there = engine().item_ids()
    ids = list(published())
    bring(ids)
    engine().remove(there - set(ids))
    engine().was_damaged = False
    return len(ids)


def rebuild_if_damaged() -> None:
    """An index that was damaged, or of another version, makes itself again and says so."""
    if engine().was_damaged:
        log.warning("index.rebuilding", why="damaged or of another version")
        log.info("index.rebuilt", items=rebuild())


def rebuild_if_missing() -> None:
    """An index with nothing in it while there are publications makes itself again and says so."""
    rebuild_if_damaged()
    if engine().count() == 0 and published():
        log.warning("index.rebuilding", why="missing")
        log.info("index.rebuilt", items=rebuild())
