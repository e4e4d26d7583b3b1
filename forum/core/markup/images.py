"""Pictures in a text: `![words](file:12)` shows file 12 of the same message, and no other picture is ever loaded."""

import re
from html import escape

from markdown_it.token import Token

from forum.core.markup.names import Names, Shown

_OURS = re.compile(r"file:([0-9]{1,9})")
_SHOWN = re.compile(r'<img src="/files/([0-9]{1,9})/" alt="([^"]*)" loading="lazy">')
# Half of a screen is what a picture takes at most beside the text's measure.
SIZES = "(min-width: 48rem) 44rem, 94vw"


def ids_in(source: str) -> list[int]:
    """Files that a text shows, in order, each once. (One that is only spoken of in code does no harm.)"""
    return list(dict.fromkeys(int(found) for found in _OURS.findall(source)))[:50] if "file:" in source else []


def find(tokens: list[Token], names: Names) -> None:
    """Give known pictures their address; what names an unknown one becomes its words."""
    for token in tokens:
        for child in token.children or []:
            found = _OURS.fullmatch(str(child.attrs.get("src", ""))) if child.type == "image" else None
            if found and int(found[1]) in names.pictures:
                child.attrs["src"] = f"/files/{int(found[1])}/"
            elif found:
                child.attrs["src"] = ""


def dress(html: str, names: Names) -> str:
    """In sanitised HTML: sizes to choose from, and a place that is kept while the picture comes."""
    if not names.pictures or "<img" not in html:
        return html

    def dressed(found: re.Match[str]) -> str:
        shown = names.pictures.get(int(found[1]))
        return image(shown, found[2] or escape(shown.alt)) if shown else found[0]

    return _SHOWN.sub(dressed, html)


def image(shown: Shown, alt: str) -> str:
    """The whole tag; `alt` is escaped."""
    middle = shown.copies[min(1, len(shown.copies) - 1)][0]
    addresses = ", ".join(f"{address} {width}w" for address, width in shown.copies)
    return (
        f'<img src="{middle}" alt="{alt}" srcset="{addresses}" sizes="{SIZES}" width="{shown.width}"'
        f' height="{shown.height}" loading="lazy" decoding="async">'
    )
