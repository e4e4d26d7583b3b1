"""HTML typed inside Markdown: known tags are written again by us with the few attributes they may have.

Nothing typed reaches the sanitiser as it was typed; unknown tags go and their text stays.
"""

import re
from collections.abc import MutableMapping
from html import escape, unescape
from typing import Any

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from forum.core.markup import nesting

SIMPLE = frozenset(
    str.split(
        "a abbr b blockquote br cite code dd del details dfn dl dt em hr i ins kbd li mark ol p pre q s samp "
        "small strong sub summary sup table tbody td th thead tr u ul var img"
    )
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Their content is no text for readers.
SILENT = "script|style|title|textarea|template|noscript|iframe|object|svg|math|select|noembed|noframes|xmp"
ATTRIBUTES = {
    "a": ("href", "title"),
    "abbr": ("title",),
    "dfn": ("title",),
    "img": ("src", "alt"),
    "details": ("open",),
}
# These hold others, to any depth unless it is counted.
HOLDERS = frozenset(str.split("blockquote details dl ol pre summary table tbody thead ul"))
# Every element that HTML has or had: tags of other names were typed as text.
ELEMENTS = (
    SIMPLE
    | HEADINGS
    | frozenset(
        str.split(
            "acronym address applet area article aside audio base basefont bdi bdo bgsound big blink body button canvas "
            "caption center col colgroup command content data datalist dialog dir div embed fencedframe fieldset "
            "figcaption figure font footer form frame frameset head header hgroup html image input isindex keygen label "
            "legend link listing main map marquee menu menuitem meta meter multicol nav nextid nobr object optgroup "
            "option output param picture plaintext portal progress rb rbc rp rt rtc ruby search section selectedcontent "
            "shadow slot source spacer span strike template text tfoot time track tt video wbr"
        )
    )
)
BLOCKS = frozenset(str.split("div section article form center header footer option"))

# `<br/onclick=…>` is a tag for browsers; `</threads/12>` is somebody's address between brackets.
_TAG = re.compile(
    r"""<(?P<end>/)?(?P<name>[a-zA-Z][a-zA-Z0-9:-]*+)(?P<rest>\s*+(?=>)|(?(end)(?!))[\s/]"""
    r"""(?:[^<>"']|"[^"]{0,4000}"|'[^']{0,4000}'){0,400}+)>"""
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z-]++)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]++)))?""")
_SILENT = re.compile(rf"<({SILENT})\b[^<>]{{0,4000}}+>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_SILENT_NAMES = frozenset(SILENT.split("|"))
_DECLARATION = re.compile(r"<(?:!--.*?(?:-->|\Z)|[!?][^<>]*+>)", re.DOTALL)


def inline(state: StateInline, silent: bool) -> bool:
    """The parser's rule for a tag or a comment inside a paragraph."""
    start, text = state.pos, state.src
    if text[start] != "<":
        return False
    found = _TAG.match(text, start, state.posMax)
    end = found.end() if found else _declaration_end(state)
    if not end:
        return False
    if found and not found["end"] and found["name"].lower() in _SILENT_NAMES:
        end = _silent_end(state, found["name"].lower(), end)
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = _written(found, state.env) if found else ""
    state.pos = end
    return True


def tidy(tokens: list[Token], env: MutableMapping[str, Any]) -> None:
    """Write again the blocks of HTML that the parser kept as they were typed, and close what was left open."""
    for token in tokens:
        if token.type == "html_block":
            token.content = _tidy(token.content, env)
    nesting.close_in_paragraphs(tokens)


def _tidy(typed: str, env: MutableMapping[str, Any]) -> str:
    typed = _DECLARATION.sub("", _SILENT.sub("", typed))
    written: list[str] = []
    position = 0
    for found in _TAG.finditer(typed):
        written += (_text(typed[position : found.start()]), _written(found, env))
        position = found.end()
    return "".join(nesting.balanced([*written, _text(typed[position:])]))


def _text(typed: str) -> str:
    """Entities keep their meaning, brackets that belong to no tag are characters."""
    return typed.replace("<", "&lt;").replace(">", "&gt;")


def _written(found: re.Match[str], env: MutableMapping[str, Any]) -> str:
    closing, name = bool(found["end"]), found["name"].lower()
    if name in HEADINGS:
        return "</strong></p>" if closing else "<p><strong>"
    if name not in ELEMENTS and name not in _SILENT_NAMES and "-" not in name and ":" not in name:
        return escape(found[0], quote=False)  # no tag of HTML: List<String>, a < b > c, <prenom> in a model letter
    if name not in SIMPLE:
        # Words on both sides of a removed block stay two words.
        return "\n" if name in BLOCKS else ""
    if name in HOLDERS:
        opened = env.get("open holders", 0) + (-1 if closing else 1)
        if opened > nesting.DEEPEST or opened < 0:
            return ""
        env["open holders"] = opened
    return f"</{name}>" if closing else f"<{name}{_attributes(name, found['rest'])}>"


def _attributes(name: str, typed: str) -> str:
    allowed, kept = ATTRIBUTES.get(name, ()), {}
    for found in _ATTRIBUTE.finditer(typed) if allowed else ():
        key = found[1].lower()
        if key in allowed and key not in kept:
            kept[key] = unescape(found[2] or found[3] or found[4] or "")
    return "".join(f' {key}="{escape(value)}"' for key, value in kept.items())


def _declaration_end(state: StateInline) -> int:
    """Where a comment or declaration ends; 0 when there is none. Reads in vain only so often."""
    if state.src[state.pos + 1 : state.pos + 2] not in ("!", "?") or state.env.get("unended"):
        return 0
    close = "-->" if state.src.startswith("<!--", state.pos) else ">"
    end = state.src.find(close, state.pos + 2, state.posMax)
    if end < 0:
        # Told apart by kind would gain nothing: a text with one unended comment seldom has a second, ended one.
        state.env["unended"] = close == "-->"
        return 0
    return end + len(close)


def _silent_end(state: StateInline, name: str, start: int) -> int:
    """The end of an element whose content is not for readers, or of its tag when it never closes."""
    missing = state.env.setdefault("never closed", set())
    if name not in missing:
        found = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(state.src, start, state.posMax)
        if found:
            return found.end()
        missing.add(name)
    return start
