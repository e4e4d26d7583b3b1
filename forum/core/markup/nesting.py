"""Tags typed as HTML that were never closed: closed by us, so that one forgotten </b> does not embolden a page."""

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

STYLES = frozenset(str.split("a abbr b cite code del dfn em i ins kbd mark q s samp small strong sub sup u var"))
# Tags inside tags cost the sanitiser, and the browser, more than they say.
DEEPEST = 30

_STYLE_TAG = re.compile(rf"<(/?)({'|'.join(sorted(STYLES))})\b")


def close_in_paragraphs(tokens: list[Token]) -> None:
    """Close what a paragraph, a cell or a heading leaves open."""
    for token in tokens:
        if token.children and any(child.type == "html_inline" for child in token.children):
            typed = [child for child in token.children if child.type == "html_inline"]
            *contents, rest = balanced(child.content for child in typed)
            for child, content in zip(typed, contents, strict=True):
                child.content = content
            token.children.append(Token("html_inline", "", 0, content=rest))


def balanced(pieces: Iterable[str]) -> Iterator[str]:
    """Each piece as it may stay, then what closes the rest; pieces that are no tag of style stay as they are."""
    opened: list[str] = []
    for piece in pieces:
        tag = _STYLE_TAG.match(piece)
        if not tag:
            yield piece
        elif not tag[1]:
            keep = len(opened) < DEEPEST
            opened += [tag[2]] if keep else []
            yield piece if keep else ""
        elif tag[2] in opened:
            yield _closing(opened, tag[2])
        else:
            yield ""
    yield "".join(f"</{name}>" for name in reversed(opened))


def _closing(opened: list[str], name: str) -> str:
    """Close down to the tag, those inside it first."""
    closed = ""
    while True:
        last = opened.pop()
        closed += f"</{last}>"
        if last == name:
            return closed
