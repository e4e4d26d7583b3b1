"""Where messages are spoken of. A message is (item, number): when one moves, every table that names it must follow.

Tables with the columns `item_id` and `number` follow by themselves. Others say here what becomes of them, with
`moves_with`, or stand in STAYS with the reason why they do not. tests/items/test_addresses.py fails for a table
that nobody thought of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

from forum.core.db import db

# Tables that name an item and a number, and are left as they are.
STAYS = {
    "events": "what happened, happened there: never changed",
    "readings": "how far somebody read: counted anew, see commands/carry.py",
    "moved_messages": "old and new addresses themselves",
    "posts": "the messages: see commands/carry.py",
    "links": "those that stand in a text are tied again; others are about whole items",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One message goes from one address to another. Nothing has, or ever had, the new one but this message."""

    from_id: int
    from_number: int
    to_id: int
    to_number: int


# A table of its own kind: takes the steps, answers the rows that found no place, as undoing will need them.
Mover = Callable[[list[Step]], list[dict[str, Any]]]
_movers: dict[str, tuple[Mover, Callable[[dict[str, Any]], None]]] = {}


def moves_with(table: str, move: Mover, put_back: Callable[[dict[str, Any]], None]) -> None:
    """A table whose rows follow in their own way. `put_back`: a row that found no place, when the move is undone."""
    _movers[table] = (move, put_back)


def movers() -> dict[str, tuple[Mover, Callable[[dict[str, Any]], None]]]:
    """Tables that follow in their own way."""
    return dict(_movers)


def followers_by_columns() -> list[Table]:
    """Tables that name a message by the columns `item_id` and `number`."""
    apart = {*STAYS, *_movers}
    return [
        table
        for table in db.metadata.sorted_tables
        if {"item_id", "number"} <= set(table.columns.keys()) and table.name not in apart
    ]
