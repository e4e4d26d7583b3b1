"""The Markdown parser: CommonMark with tables, strikethrough and footnotes, bounded in time on any text."""

import threading
from collections.abc import Callable, MutableMapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link
from markdown_it.token import Token

from forum.core.markup import footnotes, raw_html

# Blocks inside blocks: beyond, the parser drops the content, so such a text is shown as it was typed.
DEEPEST = 40
COLUMNS, CELLS = 60, 10_000
# How many characters may be read in vain for the end of brackets, over a whole text.
SCANS = 50_000


class _Local(threading.local):
    markdown: MarkdownIt | None = None


_local = _Local()


class TooDeep(ValueError):
    """More blocks inside blocks than anyone writes."""


def parse(source: str) -> tuple[list[Token], MutableMapping[str, Any]]:
    """Tokens of a prepared text, and what the footnotes left aside."""
    env: dict[str, Any] = {}
    tokens = markdown().parse(source, env)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise TooDeep
    return tokens, env


def markdown() -> MarkdownIt:
    """This thread's parser, built once."""
    if _local.markdown is None:
        _local.markdown = _build()
    return _local.markdown


def _build() -> MarkdownIt:
    # Any address is parsed as a link: the sanitiser then removes those that may not be followed, and the words stay.
    made = MarkdownIt("commonmark", {"breaks": True, "html": True, "maxNesting": DEEPEST, "xhtmlOut": False})
    made.enable(["table", "strikethrough"])
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    made.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    made.inline.ruler.at("link", _patient(link, "["))
    made.inline.ruler.at("image", _patient(image, "!"))
    made.inline.ruler.at("html_inline", raw_html.inline)
    footnotes.teach(made)
    return made


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table, unless it is too wide or too long: a few bytes could make megabytes."""
    if start + 2 > end or start < state.env.get("no table before", 0) or "|" not in _line(state, start):
        return False
    # The cheap checks of the first two lines come before anything that reads the whole table.
    if "-" not in _line(state, start + 1) or not table(state, start, end, True):
        return False
    columns = _line(state, start + 1).count("|") + 1
    last = start + 1
    while last < end and not state.isEmpty(last) and (last - start) * columns <= CELLS:
        last += 1
    if columns > COLUMNS or (last - start) * columns > CELLS:
        state.env["no table before"] = last
        return False
    return silent or table(state, start, end, silent)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _patient(rule: Callable[[StateInline, bool], bool], first: str) -> Callable[[StateInline, bool], bool]:
    """The rule with a budget: thousands of brackets that never close cost as much as a few hundred."""

    def bounded(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != first or state.env.get("scanned", 0) > SCANS:
            return False
        position = state.pos
        if rule(state, silent):
            return True
        close = state.src.find("]", position, state.posMax)
        state.env["scanned"] = state.env.get("scanned", 0) + (close if close > 0 else state.posMax) - position
        return False

    return bounded
