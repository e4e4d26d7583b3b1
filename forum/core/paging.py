"""Pages by key: the next page begins after the last row shown, whatever came in between."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Boolean, ColumnElement, Date, Integer, and_, or_

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
    except ValueError as problem:
        raise Invalid(_("This page address is damaged; start again from the first page.")) from problem
    if not isinstance(values, list) or len(values) != size:
        raise Invalid(_("This page address is damaged; start again from the first page."))
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


def _typed(column: Any, value: Any) -> Any:
    """Dates travel as text in a key. A value of another kind than its column was not ours."""
    kind = getattr(column, "type", None)
    try:
        if isinstance(kind, Moment) and isinstance(value, str):
            return datetime.fromisoformat(value)
        if isinstance(kind, Date) and isinstance(value, str):
            return date.fromisoformat(value)
        if isinstance(kind, Boolean):
            return bool(value)
        if isinstance(kind, Integer) and value is not None:
            return whole(value)
    except ValueError as problem:
        raise Invalid(_("This page address is damaged; start again from the first page.")) from problem
    return value


def whole(value: Any) -> int:
    """A number of a key. Raises Invalid for one that no row can have."""
    if not isinstance(value, int) or not -LARGEST <= value <= LARGEST:
        raise Invalid(_("This page address is damaged; start again from the first page."))
    return value
