"""Pages by key: the next page begins after the last row shown, whatever came in between."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from forum.core.errors import Invalid
from forum.core.i18n import _

Row = TypeVar("Row")


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
