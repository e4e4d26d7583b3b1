"""Footnotes: a call `[^name]` in the text, a definition `[^name]: …` anywhere, the notes at the end."""

import re
from collections import Counter
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from forum.core.i18n import catalogue

_DEFINITION = re.compile(r"\[\^([^\]\s\[]{1,60})\]:[ \t]*")
_CALL = re.compile(r"\[\^([^\]\s\[]{1,60})\]")
# Further calls of the same note link to it, but the note does not link back to each.
WAYS_BACK = 10
MOST_CALLS = 2000


def teach(markdown: MarkdownIt) -> None:
    """Add the two rules to a parser."""
    markdown.block.ruler.before("reference", "note", _definition, {"alt": ["paragraph", "reference"]})
    markdown.inline.ruler.before("link", "note_call", _call)


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    position = state.bMarks[start] + state.tShift[start]
    found = _DEFINITION.match(state.src, position, state.eMarks[start])
    if not found or state.is_code_block(start):
        return False
    if silent:
        return True
    if state.env.get("in a note"):
        return False
    kept = (state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType)
    opening = state.push("note_open", "", 1)
    opening.meta = {"label": found[1].lower()}
    state.env.setdefault("notes", set()).add(found[1].lower())
    state.env["in a note"] = True
    # What follows the colon is read as a block of its own; later lines belong to it when indented by four.
    state.blkIndent += 4
    state.bMarks[start], state.tShift[start], state.sCount[start] = (found.end(), 0, state.blkIndent)
    state.parentType = "reference"
    state.md.block.tokenize(state, start, end)
    state.blkIndent -= 4
    state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType = kept
    state.env["in a note"] = False
    state.push("note_close", "", -1)
    return True


def _call(state: StateInline, silent: bool) -> bool:
    notes: set[str] = state.env.get("notes", set())
    found = _CALL.match(state.src, state.pos, state.posMax) if notes else None
    if not found or found[1].lower() not in notes:
        return False
    state.env["calls"] = state.env.get("calls", 0) + 1
    if state.env["calls"] > MOST_CALLS:
        return False
    if not silent:
        state.push("note_call", "", 0).meta = {"label": found[1].lower()}
    state.pos = found.end()
    return True


@dataclass
class _Numbering:
    """Which number each note got, in the order of the first calls, and how often it was called."""

    prefix: str
    numbers: dict[str, int] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    times: Counter[str] = field(default_factory=Counter)

    def replace_calls(self, tokens: list[Token]) -> None:
        """Put numbered links where the text calls a note."""
        for token in tokens:
            if token.children and any(child.type == "note_call" for child in token.children):
                token.children = [made for child in token.children for made in self._link(child)]

    def _link(self, child: Token) -> Iterator[Token]:
        if child.type != "note_call":
            yield child
            return
        label = child.meta["label"]
        self.times[label] += 1
        number, time = self.number(label), self.times[label]
        yield Token("sup_open", "sup", 1, attrs={"class": "footnote-ref"})
        yield _anchor(f"#{self.prefix}--note-{number}", id=self.call_id(number, time))
        yield Token("text", "", 0, content=str(number))
        yield Token("link_close", "a", -1)
        yield Token("sup_close", "sup", -1)

    def number(self, label: str) -> int:
        """The number of a note; the next one when it has none yet."""
        if label not in self.numbers:
            self.order.append(label)
            self.numbers[label] = len(self.order)
        return self.numbers[label]

    def call_id(self, number: int, time: int) -> str:
        """Two hyphens: no heading has such an id."""
        return f"{self.prefix}--call-{number}" + (f"-{time}" if time > 1 else "")


def place(tokens: list[Token], env: MutableMapping[str, Any], prefix: str, locale: str) -> list[Token]:
    """The tokens with numbered calls and the notes at the end, in the order of their calls."""
    if not env.get("notes"):
        return tokens
    body, notes = _set_apart(tokens)
    numbering = _Numbering(prefix)
    numbering.replace_calls(body)
    # Notes may call further notes: the list grows while it is read.
    for label in numbering.order:
        numbering.replace_calls(notes[label])
    # A note that nobody calls comes last: somebody wrote it.
    for label in [label for label in notes if label not in numbering.numbers]:
        numbering.number(label)
        numbering.replace_calls(notes[label])
    ending = [Token("section_open", "section", 1, attrs={"class": "footnotes"}, block=True), _block("ol", 1)]
    for number, label in enumerate(numbering.order, 1):
        calls = [numbering.call_id(number, time + 1) for time in range(min(numbering.times[label], WAYS_BACK))]
        last = notes[label][-2]
        last.children = [*(last.children or []), *_ways_back(calls, number, locale)]
        ending.append(Token("list_item_open", "li", 1, attrs={"id": f"{prefix}--note-{number}"}, block=True))
        ending += [*notes[label], _block("li", -1)]
    return [*body, *ending, _block("ol", -1), _block("section", -1)]


def _set_apart(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """The body, and the notes by name: the first definition of a name counts, as for links."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    here = body
    for token in tokens:
        if token.type == "note_open":
            here = [] if token.meta["label"] in notes else notes.setdefault(token.meta["label"], [])
        elif token.type == "note_close":
            if not here or here[-1].type != "paragraph_close" or here[-1].hidden:
                # The way back needs a paragraph to stand in.
                here += [_block("p", 1), Token("inline", "", 0, children=[]), _block("p", -1)]
            here = body
        else:
            here.append(token)
    return body, notes


def _ways_back(calls: list[str], number: int, locale: str) -> Iterator[Token]:
    label = catalogue(locale).gettext("Back to the call of note %(n)s") % {"n": number}
    for call in calls:
        yield Token("text", "", 0, content=" ")
        yield _anchor(f"#{call}", **{"class": "footnote-back", "aria-label": label})
        # Without the second character, phones draw an emoji.
        yield Token("text", "", 0, content="\u21a9\ufe0e")
        yield Token("link_close", "a", -1)


def _anchor(href: str, **attrs: str | float) -> Token:
    return Token("link_open", "a", 1, attrs={"href": href, **attrs})


def _block(tag: str, nesting: Any) -> Token:
    return Token(f"{tag}_{'open' if nesting > 0 else 'close'}", tag, nesting, block=True)
