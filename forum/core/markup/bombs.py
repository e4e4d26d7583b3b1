"""HTML that would cost far more to read than its length."""

import re

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_STYLES = frozenset(str.split("a b big code em font i nobr s small strike strong tt u"))
_VOID = frozenset(str.split("br hr img input p li td th tr dd dt"))
MANY_TAGS = 2000


def is_bomb(html: str) -> bool:
    """Whether reading it would cost far more than its length.

    Elements inside elements by the thousand do, and so do unclosed tags of style, opened again in each block.
    """
    count = html.count("<")
    if count < MANY_TAGS:
        return False
    depth = styles = deepest = most_styles = 0
    for closing, name in _TAG.findall(html):
        step = -1 if closing else 1
        if name.lower() in _STYLES:
            styles = max(0, styles + step)
            most_styles = max(most_styles, styles)
        elif name.lower() not in _VOID:
            depth = max(0, depth + step)
            deepest = max(deepest, depth)
    return deepest > MANY_TAGS or most_styles * count > 150 * MANY_TAGS
