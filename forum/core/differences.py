"""What changed between two texts, word by word, as people read it."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from markupsafe import Markup, escape

from forum.core.i18n import _
from forum.core.matching import matches

Kind = Literal["same", "added", "removed"]

# « l’ » and « eau » are two words, « grand-père » and « 12,5 » are one; spaces, line ends and signs stand alone.
_WORD = re.compile(r"\w+[’'](?=\w)|\w+(?:[-.,]\w+)*|\n|[^\S\n]+|[^\w\s]")
_A_WORD = re.compile(r"\w")
# What two changes have between them is told with them when it is no more than a small word.
SMALL = 4


class Change(NamedTuple):
    """A piece of text that stayed, came or went."""

    kind: Kind
    text: str


def words(old: str, new: str) -> list[Change]:
    """The pieces of both texts in reading order: those that are not `added` make the old one, and so on.

    Lines first, then words inside the lines that changed: fast on long texts.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    changes: list[Change] = []
    for same, removed, added in _runs(before, after):
        changes += _changes_of_words("".join(removed), "".join(added))
        changes += [Change("same", "".join(same))] if same else []
    return _merged(changes)


def counts(old: str, new: str) -> tuple[int, int]:
    """How many words were added and how many removed."""
    added = removed = 0
    for _same, gone, come in _runs(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        for _still, out, into in _runs(_WORD.findall("".join(gone)), _WORD.findall("".join(come))):
            removed += sum(1 for token in out if _A_WORD.match(token))
            added += sum(1 for token in into if _A_WORD.match(token))
    return added, removed


def html(old: str, new: str, *, context: int = 2, spoken: bool = True) -> Markup:
    """The new text with what changed in <ins> and <del>; of lines that stayed, `context` on each side.

    Made for `white-space: pre-wrap`. `spoken` tells each change to those who hear the page.
    """
    parts: list[Markup] = []
    changes = words(old, new)
    for number, change in enumerate(changes):
        if change.kind == "same":
            # A change inside a line has the rest of its line for neighbour, which is no line of context.
            broken = number > 0 and not changes[number - 1].text.endswith("\n")
            head = 0 if number == 0 else context + broken
            tail = 0 if number == len(changes) - 1 else context + (not change.text.endswith("\n"))
            parts.append(_unchanged(change.text, head, tail))
        else:
            parts.append(_changed(change, spoken))
    return Markup('<div class="differences">{}</div>').format(Markup("").join(parts))


def _runs(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str], list[str]]]:
    """What is the same, after what was removed and added before it."""
    a = b = 0
    for start, start_new, size in [*matches(old, new), (len(old), len(new), 0)]:
        yield old[start : start + size], old[a:start], new[b:start_new]
        a, b = start + size, start_new + size


def _changes_of_words(old: str, new: str) -> list[Change]:
    runs = [tuple("".join(part) for part in run) for run in _runs(_WORD.findall(old), _WORD.findall(new))]
    changes: list[Change] = []
    removed = added = ""
    for number, (same, gone, come) in enumerate(runs):
        removed, added = removed + gone, added + come
        following = number + 1 < len(runs) and any(runs[number + 1][1:])
        if (removed or added) and following and _is_small(same):
            removed, added = removed + same, added + same
            continue
        changes += [Change("removed", removed), Change("added", added), Change("same", same)]
        removed = added = ""
    return [change for change in changes if change.text]


def _is_small(same: str) -> bool:
    return "\n" not in same and len(same.strip()) <= SMALL and len(re.findall(r"\w+", same)) < 2


def _merged(changes: list[Change]) -> list[Change]:
    merged: list[Change] = []
    for change in changes:
        if merged and merged[-1].kind == change.kind:
            merged[-1] = Change(change.kind, merged[-1].text + change.text)
        else:
            merged.append(change)
    return merged


def _unchanged(text: str, head: int, tail: int) -> Markup:
    lines = text.splitlines(keepends=True)
    # One line in the place of one line would hide for nothing.
    if len(lines) <= head + tail + 1:
        return escape(text)
    end = len(lines) - tail
    return Markup('{}<span class="differences-gap">…</span>\n{}').format("".join(lines[:head]), "".join(lines[end:]))


def _changed(change: Change, spoken: bool) -> Markup:
    tag, label = ("ins", _("Added:")) if change.kind == "added" else ("del", _("Removed:"))
    # A line end alone would be an empty box.
    mark = Markup('<span class="differences-line" aria-hidden="true">↵</span>') if not change.text.strip() else ""
    heard = Markup('<span class="visually-hidden">{} </span>').format(label) if spoken else ""
    return Markup(f"<{tag}>{{}}{{}}{{}}</{tag}>").format(heard, mark if "\n" in change.text else "", change.text)
