"""The last wall: only listed tags, attributes, classes and addresses leave the renderer.

Nothing that can run, drive htmx, restyle the page or take the name of one of its elements.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from urllib.parse import unquote

import nh3

from forum.core.markup.slugs import slug

TAGS = frozenset(
    str.split(
        "a abbr b blockquote br cite code dd del details dfn div dl dt em h2 h3 h4 h5 h6 hr i img input ins kbd li "
        "mark ol p pre q s samp section small strong sub summary sup table tbody td th thead tr u ul var"
    )
)
ATTRIBUTES = {
    "a": {"href", "title", "class", "id", "aria-label"},
    "abbr": {"title"},
    "dfn": {"title"},
    "code": {"class"},
    "details": {"open"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "img": {"src", "alt"},
    "input": {"checked"},
    "li": {"class", "id"},
    "ol": {"start", "class"},
    "ul": {"class"},
    "section": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
CLASSES = frozenset(
    str.split("mention reference tasks task footnotes footnote-ref footnote-back table-scroll align-right align-center")
)
GONE_WITH_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "title",
    "textarea",
}
EXTERNAL_REL = "nofollow ugc noopener"
# Files that people attached, served by us; any other image would be fetched from elsewhere, or from a page.
OWN_IMAGES = "/files/"

_LANGUAGE_CLASS = re.compile(r"language-[A-Za-z0-9_+-]{1,30}")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?:[/?#].*)?\Z", re.IGNORECASE)
# In what the sanitiser wrote, < and > are tags and nothing else, and values stand between double quotes.
_LINK_OR_IMAGE = re.compile(r"<(?:a(?: [^<>]*)?|/a|img(?: [^<>]*)?)>")
_EMPTY = re.compile(r"<p>\s*</p>\n?")
_VALUE = {name: re.compile(rf' {name}="([^"]*)"') for name in ("href", "src", "alt")}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_STYLES = frozenset(str.split("a b big code em font i nobr s small strike strong tt u"))
_VOID = frozenset(str.split("br hr img input p li td th tr dd dt"))
MANY_TAGS = 2000


def clean(html: str, *, prefix: str) -> str:
    """The HTML with only what is allowed; ids and links to them begin with `prefix-`. Cleaning twice changes nothing."""
    if _is_bomb(html):
        return escape(re.sub(r"<[^<>]*>", " ", html), quote=False)
    once = _wash(html, prefix)
    # A browser may read broken nesting differently the second time; what is stored must have one reading.
    for _ in range(4):
        again = _wash(once, prefix)
        if again == once:
            return once
        once = again
    return escape(re.sub(r"<[^<>]*>", " ", once), quote=False)


def is_external(href: str) -> bool:
    """Whether the address leads to another site."""
    return href[:5].lower() == "http:" or href[:6].lower() == "https:"


def _wash(html: str, prefix: str) -> str:
    washed = _cleaner(prefix).clean(html)
    return _LINK_OR_IMAGE.sub(_Finish(), washed) if "<a" in washed or "<img" in washed else washed


def _is_bomb(html: str) -> bool:
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


@lru_cache(maxsize=256)
def _cleaner(prefix: str) -> nh3.Cleaner:
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", prefix):
        raise ValueError("a prefix is made of lower-case letters, digits and hyphens")
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_filter(prefix),
        set_tag_attribute_values={
            "input": {"type": "checkbox", "disabled": ""},
            "img": {"loading": "lazy"},
        },
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _filter(prefix: str) -> Callable[[str, str, str], str | None]:
    own_id = re.compile(rf"{prefix}-[a-z0-9-]{{1,90}}")

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return _address(value, prefix, own_id)
        if attribute == "id":
            return value if own_id.fullmatch(value) else None
        if attribute == "class":
            kept = [
                name for name in value.split() if name in CLASSES or (tag == "code" and _LANGUAGE_CLASS.fullmatch(name))
            ]
            return " ".join(kept) or None
        if attribute in _FIXED:
            return value if value == _FIXED[attribute] else None
        if attribute == "start":
            return value if re.fullmatch(r"[0-9]{1,9}", value) else None
        return "" if attribute in ("open", "checked") else value

    return allowed


_FIXED = {
    "role": "group",
    "tabindex": "0",
    "type": "checkbox",
    "loading": "lazy",
    "disabled": "",
}


def _address(typed: str, prefix: str, own_id: re.Pattern[str]) -> str | None:
    """An address that may be followed, or None. Half-typed hosts are completed, anchors stay inside this text."""
    value = re.sub(r"[\x00-\x20\x7f-\xa0]", "", typed) if re.search(r"[\t\n\r]", typed) else typed.strip()
    value = value.replace("\\", "%5C")
    if value.startswith("#"):
        name = unquote(value[1:])
        if own_id.fullmatch(name):
            return f"#{name}"
        return f"#{prefix}-{slug(name)}" if slug(name) else None
    if value.startswith("//"):
        value = f"https:{value}"
    scheme = _SCHEME.match(value)
    if scheme:
        kind = scheme[1].lower()
        return value if kind in ("mailto", "tel") or re.match(r"https?://[^/]", value, re.IGNORECASE) else None
    if value.startswith("/"):
        return value
    return f"https://{value}" if _HOST.match(value) else None


class _Finish:
    """Links to elsewhere say so to search engines, links to nowhere are words, images from elsewhere are links."""

    def __init__(self) -> None:
        self.in_link = self.in_nothing = False

    def __call__(self, found: re.Match[str]) -> str:
        tag = found[0]
        if tag.startswith("<img"):
            return self._image(tag)
        if tag == "</a>":
            words_only, self.in_link, self.in_nothing = self.in_nothing, False, False
            return "" if words_only else tag
        href = _VALUE["href"].search(tag)
        self.in_link, self.in_nothing = href is not None, href is None
        if href is None:
            return ""
        return f'{tag[:-1]} rel="{EXTERNAL_REL}">' if is_external(href[1]) else tag

    def _image(self, tag: str) -> str:
        source, words = _VALUE["src"].search(tag), _VALUE["alt"].search(tag)
        address, text = source[1] if source else "", words[1] if words else ""
        if address.startswith(OWN_IMAGES) and ".." not in address:
            return f'<img src="{address}" alt="{text}" loading="lazy">'
        text = escape(unescape(text), quote=False)
        if self.in_link or not is_external(address):
            return text
        return f'<a href="{address}" rel="{EXTERNAL_REL}">{text or escape(unescape(address), quote=False)}</a>'
