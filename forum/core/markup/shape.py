"""The parsed text takes the shape of our pages: levels and ids of headings, tasks, tables that scroll."""

import re

from markdown_it.token import Token

from forum.core.i18n import catalogue
from forum.core.markup.slugs import slug

_TASK = re.compile(r"\[([ xX])\](?=[ \t\n])")
# Up to three columns a table fits the narrowest phone; wider ones scroll, so the keyboard must reach them.
NARROW = 3


def headings(tokens: list[Token], prefix: str, top: int) -> None:
    """The highest heading becomes h`top`, and none skips a level; each gets an id of its own."""
    levels: list[int] = []
    used: set[str] = set()
    counts: dict[str, int] = {}
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            typed = int(token.tag[1])
            while levels and levels[-1] >= typed:
                levels.pop()
            levels.append(typed)
            tag = f"h{min(6, top + len(levels) - 1)}"
            base = slug(_words(tokens[position + 1])) or "section"
            token.attrs["id"] = f"{prefix}-{_free(base, used, counts)}"
            token.tag = tokens[position + 2].tag = tag


def _free(base: str, used: set[str], counts: dict[str, int]) -> str:
    name = base
    while name in used:
        counts[base] = counts.get(base, 1) + 1
        name = f"{base}-{counts[base]}"
    used.add(name)
    return name


def _words(inline: Token) -> str:
    return " ".join(child.content for child in inline.children or [] if child.type in ("text", "code_inline"))


def tasks(tokens: list[Token]) -> None:
    """`- [x] done` becomes a checkbox that nobody can tick here."""
    lists: list[Token] = []
    for position, token in enumerate(tokens):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and position + 2 < len(tokens) and lists:
            _make_task(token, tokens[position + 2], lists[-1])


def _make_task(item: Token, inline: Token, parent: Token) -> None:
    first = inline.children[0] if inline.type == "inline" and inline.children else None
    found = _TASK.match(inline.content) if first and first.type == "text" else None
    if not (first and found and first.content.startswith(found[0])):
        return
    first.content = first.content[len(found[0]) :]
    box = Token("task", "input", 0, attrs={})
    if found[1] != " ":
        box.attrs["checked"] = ""
    assert inline.children is not None
    inline.children.insert(0, box)
    item.attrs["class"] = "task"
    parent.attrs["class"] = "tasks"


def tables(tokens: list[Token], locale: str) -> list[Token]:
    """Alignment by class, and wide tables in a box that scrolls by itself."""
    if not any(token.type == "table_open" for token in tokens):
        return tokens
    made: list[Token] = []
    for position, token in enumerate(tokens):
        if token.type in ("th_open", "td_open") and "style" in token.attrs:
            side = str(token.attrs.pop("style")).removeprefix("text-align:")
            if side in ("right", "center"):
                token.attrs["class"] = f"align-{side}"
        wide = token.type in ("table_open", "table_close") and _columns(tokens, position) > NARROW
        if wide and token.nesting == 1:
            label = catalogue(locale).gettext("Table")
            attrs: dict[str, str | float] = {"class": "table-scroll", "role": "group", "tabindex": "0"}
            made.append(Token("div_open", "div", 1, attrs={**attrs, "aria-label": label}, block=True))
        made.append(token)
        if wide and token.nesting == -1:
            made.append(Token("div_close", "div", -1, block=True))
    return made


def _columns(tokens: list[Token], position: int) -> int:
    """Columns of the table that opens or closes here: cells between two ends of rows."""
    step, cells = tokens[position].nesting, 0
    position += step
    while 0 <= position < len(tokens) and tokens[position].type not in ("table_open", "table_close"):
        kind = tokens[position].type
        cells += kind in ("th_open", "td_open")
        if kind == ("tr_close" if step > 0 else "tr_open"):
            break
        position += step
    return cells
