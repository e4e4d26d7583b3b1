"""French typography: a narrow no-break space where the author typed a space before ; : ! ? % € and inside « »."""

import re

NARROW = "\u202f"

# A few at once: longer runs are drawings, and reading them from each of their spaces would take for ever.
_SPACE = r"(?:[ \u00a0]|&nbsp;){1,4}"
_AFTER = r"(?=\s|&nbsp;|$|[»”\")\].,…’])"
_RULES = (
    (re.compile(rf"(?<=\S){_SPACE}(?=[;:](?:\s|&nbsp;|»|$))"), NARROW),
    (re.compile(rf"(?<=\S){_SPACE}(?=[!?]+{_AFTER})"), NARROW),
    (re.compile(rf"(?<=[0-9]){_SPACE}(?=[%€](?!\w))"), NARROW),
    (re.compile(rf"(?<=«){_SPACE}"), NARROW),
    (re.compile(rf"(?<=\S){_SPACE}(?=»)"), NARROW),
)
_WORTH_IT = re.compile(r"[ \u00a0;][;:!?%€»]|«[ \u00a0&]")
_TAG = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?([a-z0-9]+)")
_LITERAL = frozenset(("code", "pre", "kbd", "samp"))
_INLINE = frozenset(str.split("a abbr b cite del dfn em i ins mark q s small strong sub sup u var"))


def french(html_text: str) -> str:
    """The HTML with French spaces; code, addresses and attributes are left alone, nothing is added or removed."""
    if not _WORTH_IT.search(_TAG.sub("", html_text)):
        return html_text
    pieces = _TAG.split(html_text)
    literal, before = 0, ""
    for position, piece in enumerate(pieces):
        if position % 2:
            name = _NAME.match(piece)
            if name and name[1] in _LITERAL:
                literal += -1 if piece.startswith("</") else 1
                before = "x"
            elif name and name[1] not in _INLINE:
                before = ""
        elif piece and not literal:
            pieces[position] = _spaced(piece, before)
            before = pieces[position][-1]
    return "".join(pieces)


def _spaced(text: str, before: str) -> str:
    """`before` is the character that precedes the text in the same block."""
    if not re.search(r"[;:!?%€«»]", text):
        return text if before != "«" or not text.startswith((" ", "\u00a0", "&nbsp;")) else _spaced_after(text, before)
    return _spaced_after(text, before)


def _spaced_after(text: str, before: str) -> str:
    whole = before + text
    for rule, replacement in _RULES:
        whole = rule.sub(replacement, whole)
    return whole[len(before) :]
