"""Two people changed what stands around a text: field by field, like `items.commands.merging` for texts."""

from collections.abc import Mapping
from typing import Any

from forum.items.commands.merging import merged

TEXTS = ("summary", "sources")  # others are codes and days: half of each would be nothing


def joined(
    began: Mapping[str, Any], mine: Mapping[str, Any], now: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The fields with both changes, and the names of those that both changed to different things (they hold mine).

    Texts are joined by lines and words, lists by what each side added and took away.
    """
    values: dict[str, Any] = {}
    clashes = []
    for name, own in mine.items():
        start, theirs = began.get(name, now[name]), now[name]
        if own == start:
            values[name] = theirs
        elif theirs in (start, own):
            values[name] = own
        elif isinstance(own, list):
            stay = [each for each in theirs if each in own or each not in start]
            values[name] = stay + [each for each in own if each not in stay and each not in start]
        else:
            both = merged(start, own, theirs)
            values[name] = both.text if name in TEXTS else own
            clashes += [] if both.is_clean and name in TEXTS else [name]
    return values, clashes
