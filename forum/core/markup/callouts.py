"""Callouts: a quotation that begins with `[!NOTE]` is a box with a title; other readers of Markdown show a quotation."""

import re

from markdown_it.token import Token

from forum.core.i18n import catalogue

# Words that people type, in both languages, and those of other programs.
KINDS = {
    "note": "note", "info": "note", "remarque": "note", "tip": "tip", "astuce": "tip", "conseil": "tip",
    "important": "important", "warning": "warning", "attention": "warning", "caution": "danger", "danger": "danger",
    "example": "example", "exemple": "example",
}  # fmt: skip
_MARKER = re.compile(r"\[!([A-Za-z]{2,12})\][+-]?[ \t]*")


def frame(tokens: list[Token], locale: str) -> list[Token]:
    """Quotations that say so become boxes with a title: the rest of their first line, or the word of their kind."""
    if not any(token.type == "blockquote_open" for token in tokens):
        return tokens
    made: list[Token] = []
    framed: list[bool] = []  # of the quotations that are open
    skip = 0
    for position, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "blockquote_open":
            kind = _kind(tokens, position)
            framed.append(bool(kind))
            if kind:
                title, rest = _cut(tokens[position + 2].children or [])
                tokens[position + 2].children = rest
                made += _opening(kind, title, locale, token.level)
                skip = 0 if rest else 3  # a paragraph that was only the title
            else:
                made.append(token)
        elif token.type == "blockquote_close" and framed.pop():
            made.append(Token("div_close", "div", -1, block=True, level=token.level))
        else:
            made.append(token)
    return made


def _kind(tokens: list[Token], position: int) -> str:
    """The kind of callout that this quotation begins; its marker is taken off. Empty for a quotation."""
    if position + 2 >= len(tokens) or tokens[position + 1].type != "paragraph_open":
        return ""
    children = tokens[position + 2].children or []
    found = _MARKER.match(children[0].content) if children and children[0].type == "text" else None
    kind = KINDS.get(found[1].lower(), "") if found else ""
    if found and kind:
        children[0].content = children[0].content[found.end() :]
    return kind


def _cut(children: list[Token]) -> tuple[list[Token], list[Token]]:
    """The first line, and what follows."""
    end = next((at for at, each in enumerate(children) if each.type in ("softbreak", "hardbreak")), len(children))
    return [each for each in children[:end] if each.type != "text" or each.content.strip()], children[end + 1 :]


def _opening(kind: str, title: list[Token], locale: str, level: int) -> list[Token]:
    gettext = catalogue(locale).gettext
    words = {
        "note": gettext("Note"), "tip": gettext("Tip"), "important": gettext("Important"),
        "warning": gettext("Take care"), "danger": gettext("Danger"), "example": gettext("Example"),
    }  # fmt: skip
    box = Token("div_open", "div", 1, block=True, level=level)
    box.attrs = {"class": f"callout callout--{kind}", "role": "note"}
    opening = Token("paragraph_open", "p", 1, attrs={"class": "callout__title"}, block=True, level=level + 1)
    line = Token("inline", "", 0, children=title or [Token("text", "", 0, content=words[kind])], level=level + 2)
    return [box, opening, line, Token("paragraph_close", "p", -1, block=True, level=level + 1)]
