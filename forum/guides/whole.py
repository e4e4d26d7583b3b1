"""The stored HTML of a sheet among others: ids of its own, links that stay inside, headings at their level."""

import re

_ID = re.compile(r' id="m1-')
_TO_ID = re.compile(r' href="#m1-')
_TO_ITEM = re.compile(r' href="/(?:documents|resources)/([0-9]+)-[^"#?]*"')
_HEADING = re.compile(r"<(/?)h([2-6])\b")


def sheet_html(item_id: int, html: str, inside: frozenset[int], *, lower: int = 0) -> str:
    """`inside`: the publications that the same whole holds, each under the id `sheet-<number>`."""
    html = _TO_ID.sub(f' href="#s{item_id}-', _ID.sub(f' id="s{item_id}-', html))

    def link(found: re.Match[str]) -> str:
        return f' href="#sheet-{found[1]}"' if int(found[1]) in inside else found[0]

    html = _TO_ITEM.sub(link, html)
    return _HEADING.sub(lambda found: f"<{found[1]}h{max(1, min(6, int(found[2]) + lower))}", html)
