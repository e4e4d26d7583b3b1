"""What people typed, made fit to be read: no control character, one kind of line end."""

import re

# Longer texts are shown as they were typed: no page of ours is that long, and parsing one would hold a worker.
LONGEST = 250_000

# Controls but tab and newline; halves of characters; marks that turn the direction of writing around.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def prepared(typed: str) -> str:
    """The text without what nobody types on purpose."""
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", typed))


def readable(typed: str) -> str:
    """One line of it, as titles and names are kept."""
    return " ".join(prepared(typed).split())


def is_parsable(typed: str) -> bool:
    """Whether the text is short enough to be parsed."""
    return len(typed) <= LONGEST
