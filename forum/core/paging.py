"""Pages by key: the next page begins after the last row shown, whatever came in between."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Boolean, ColumnElement, Date, Integer, Numeric, and_, or_

from forum.core.db import Moment
from forum.core.errors import Invalid
from forum.core.i18n import _

Row = TypeVar("Row")
LARGEST = 2**31 - 1  # of a key in the database


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page, and the key of the next (None: this was the last)."""

    rows: list[Row]
    next: str | None = None

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def pack(*values: Any) -> str:
    """A key as it travels in an address."""
    return base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode().rstrip("=")


def unpack(key: str, size: int) -> list[Any] | None:
    """The values of a key; None for no key. Raises Invalid for one that was not ours."""
    if not key:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
    except (ValueError, RecursionError) as problem:
        raise _damaged() from problem
    if not isinstance(values, list) or len(values) != size:
        raise _damaged()
    return values


def cut(rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[Any, ...]]) -> Page[Row]:
    """Make a page of `limit + 1` rows that were asked for: the last tells that there is more."""
    kept = list(rows[:limit])
    return Page(kept, pack(*key(kept[-1])) if len(rows) > limit else None)


Order = Sequence[tuple[Any, bool]]  # (column, descending)


def beyond(order: Order, values: Sequence[Any]) -> ColumnElement[bool]:
    """The clause "after this key" for columns in mixed directions; the last column must be unique."""
    clauses = []
    for place, (column, descending) in enumerate(order):
        value = _typed(column, values[place])
        same = [before == _typed(before, values[i]) for i, (before, _d) in enumerate(order[:place])]
        clauses.append(and_(*same, column < value if descending else column > value))
    return or_(*clauses)


def sorting(order: Order) -> list[Any]:
    """The same columns for ORDER BY."""
    return [column.desc() if descending else column.asc() for column, descending in order]


def typed(columns: Sequence[Any], values: Sequence[Any]) -> list[Any]:
    """The values of a key as these columns hold them. Raises Invalid when they cannot be theirs."""
    return [_typed(column, value) for column, value in zip(columns, values, strict=True)]


def _typed(column: Any, value: Any) -> Any:
    """Dates travel as text in a key. A value of another kind than its column was not ours."""
    kind = getattr(column, "type", None)
    if isinstance(kind, Boolean):
        return bool(value)
    if isinstance(kind, Integer):
        return whole(value)
    if isinstance(kind, Numeric):
        if isinstance(value, int | float) and abs(value) <= LARGEST:
            return value
        raise _damaged()
    if not isinstance(value, str) or "\x00" in value:
        raise _damaged()
    try:
        if isinstance(kind, Moment):
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return date.fromisoformat(value) if isinstance(kind, Date) else value
    except ValueError as problem:
        raise _damaged() from problem


def whole(value: Any) -> int:
    """A number of a key. Raises Invalid for one that no row can have."""
    if not isinstance(value, int) or isinstance(value, bool) or not -LARGEST <= value <= LARGEST:
        raise _damaged()
    return value


def _damaged() -> Invalid:
    return Invalid(_("This page address is damaged; start again from the first page."))
