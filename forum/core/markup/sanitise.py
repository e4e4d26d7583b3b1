"""The last wall: only listed tags, attributes, classes and addresses leave the renderer.

Nothing that can run, drive htmx, restyle the page or take the name of one of its elements.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape

import nh3

from forum.core.markup import hrefs
from forum.core.markup.bombs import is_bomb

TAGS = frozenset(
    str.split(
        "a abbr b blockquote br cite code dd del details dfn div dl dt em h2 h3 h4 h5 h6 hr i img input ins kbd li "
        "mark ol p pre q s samp section small strong sub summary sup table tbody td th thead tr u ul var"
    )
)
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # without this line, nh3 allows title and lang everywhere
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
    "p": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
CLASSES = frozenset(
    str.split(
        "mention reference tasks task footnotes footnote-ref footnote-back table-scroll align-right align-center "
        "include callout callout__title callout--note callout--tip callout--important callout--warning callout--danger "
        "callout--example"
    )
)
GONE_WITH_CONTENT = set(str.split("script style template noscript iframe object svg math title textarea"))
EXTERNAL_REL = "nofollow ugc noopener"
# Files that people attached, served by us; any other image would be fetched from elsewhere, or from a page.
OWN_IMAGES = "/files/"

_LANGUAGE_CLASS = re.compile(r"language-[A-Za-z0-9_+-]{1,30}")
# In what the sanitiser wrote, < and > are tags and nothing else, and values stand between double quotes.
_TO_FINISH = re.compile(r"<(?:a(?: [^<>]*)?|/a|(?:img|input)(?: [^<>]*)?)>")
_EMPTY = re.compile(r"<p>\s*</p>\n?")
_VALUE = {name: re.compile(rf' {name}="([^"]*)"') for name in ("href", "src", "alt")}


def clean(html: str, *, prefix: str) -> str:
    """The HTML with only what is allowed; ids and links to them begin with `prefix-`. Cleaning twice changes nothing."""
    html = html.encode(errors="ignore").decode()
    if is_bomb(html):
        return _words_only(html, prefix)
    once = _wash(html, prefix)
    # A browser may read broken nesting differently the second time; what is stored must have one reading.
    for _ in range(4):
        again = _wash(once, prefix)
        if again == once:
            return once
        once = again
    return _words_only(once, prefix)


def _words_only(html: str, prefix: str) -> str:
    return _wash(escape(unescape(re.sub(r"<[^<>]*>", " ", html)), quote=False), prefix)


def _wash(html: str, prefix: str) -> str:
    washed = _cleaner(prefix).clean(html)
    return _EMPTY.sub("", _TO_FINISH.sub(_Finish(), washed))


@lru_cache(maxsize=256)
def _cleaner(prefix: str) -> nh3.Cleaner:
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", prefix):
        raise ValueError("a prefix is made of lower-case letters, digits and hyphens")
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=GONE_WITH_CONTENT,
        attributes=ATTRIBUTES,
        attribute_filter=_filter(prefix),
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _filter(prefix: str) -> Callable[[str, str, str], str | None]:
    own_id = re.compile(rf"{prefix}-[a-z0-9-]{{1,90}}")

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "href":
            return hrefs.safe(value, prefix, own_id)
        if attribute == "id":
            return value if own_id.fullmatch(value) else None
        if attribute == "class":
            kept = [
                name for name in value.split() if name in CLASSES or (tag == "code" and _LANGUAGE_CLASS.fullmatch(name))
            ]
            return " ".join(kept) or None
        if attribute in _FIXED:
            return value if value in _FIXED[attribute] else None
        if attribute == "start":
            return value if re.fullmatch(r"[0-9]{1,9}", value) else None
        return "" if attribute in ("open", "checked") else value

    return allowed


_FIXED = {"role": ("group", "note"), "tabindex": ("0",)}


class _Finish:
    """Links to elsewhere say so to search engines, links to nowhere are words, images from elsewhere are links."""

    def __init__(self) -> None:
        self.in_link = self.in_nothing = False

    def __call__(self, found: re.Match[str]) -> str:
        tag = found[0]
        if tag.startswith("<img"):
            return self._image(tag)
        if tag.startswith("<input"):
            # Written whole: the washing gives no fixed order to attributes that it adds.
            checked = ' checked=""' if " checked=" in tag else ""
            return f'<input type="checkbox" disabled=""{checked}>'
        if tag == "</a>":
            words_only, self.in_link, self.in_nothing = self.in_nothing, False, False
            return "" if words_only else tag
        href = _VALUE["href"].search(tag)
        self.in_link, self.in_nothing = href is not None, href is None
        if href is None:
            return ""
        return f'{tag[:-1]} rel="{EXTERNAL_REL}">' if hrefs.is_external(href[1]) else tag

    def _image(self, tag: str) -> str:
        source, words = _VALUE["src"].search(tag), _VALUE["alt"].search(tag)
        address, text = source[1] if source else "", words[1] if words else ""
        if address.startswith(OWN_IMAGES) and ".." not in address:
            return f'<img src="{address}" alt="{text}" loading="lazy">'
        text = escape(unescape(text), quote=False)
        if self.in_link or not hrefs.is_external(address):
            return text
        return f'<a href="{address}" rel="{EXTERNAL_REL}">{text or escape(unescape(address), quote=False)}</a>'
