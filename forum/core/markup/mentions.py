"""Who is spoken to and what is spoken of in a text; and the links that the renderer makes of it."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from forum.core.markup import addresses
from forum.core.markup import source as sources
from forum.core.markup.names import Names
from forum.core.markup.parser import TooDeep, parse

# Texts without these signs speak of nobody and of no item: they are not parsed for it. ("&" may write any sign.)
_MENTION, _REFERENCE = re.compile(r"[@&]"), re.compile(r"[#/][0-9]|&")
_LITERAL = re.compile(r"<(/?)(?:a|code|kbd|samp|pre)\b")


def mentions_in(source: str) -> list[str]:
    """Handles called in the text, in lower case, in order, each once; not those in code or links."""
    if not _MENTION.search(source):
        return []
    found = (piece for text in _texts(source) for piece in addresses.find(text))
    return list(dict.fromkeys(piece.value for piece in found if piece.kind == "mention"))


def references_in(source: str, base_url: str = "") -> list[int]:
    """Items spoken of by `#12` or by their address, in order, each once; not those in code."""
    if not _REFERENCE.search(source):
        return []
    ids: dict[int, None] = {}
    for token, inside in _inline_tokens(source):
        if token.type == "text" and not inside:
            pieces = [piece.value for piece in addresses.find(token.content, base_url) if piece.kind == "item"]
        elif token.type == "link_open":
            pieces = [addresses.local(str(token.attrs.get("href", "")), base_url)]
        else:
            continue
        ids.update((item, None) for piece in pieces if (item := addresses.item_id(piece)))
    return list(ids)


def weave(tokens: list[Token], names: Names) -> None:
    """Make links of bare addresses, known people and known items, in the tokens of a text."""
    for token in tokens:
        if token.children:
            woven: list[Token] = []
            for child, inside in _with_place(token.children):
                woven += _linked(child, names) if child.type == "text" and not inside else [child]
            _name_own_links(woven, names)
            token.children = woven


def _linked(token: Token, names: Names) -> list[Token]:
    text, made, position = token.content, [], 0
    for found in addresses.find(text, names.base_url):
        link = _link_for(found, text[found.start : found.end], names)
        if link:
            made += [_text(text[position : found.start]), *link]
            position = found.end
    return [*made, _text(text[position:])] if made else [token]


def _link_for(found: addresses.Found, typed: str, names: Names) -> list[Token]:
    if found.kind == "mention" and found.value in names.people:
        url, name = names.people[found.value]
        return _link(url, typed, {"class": "mention", "title": name})
    if found.kind == "item":
        item = names.items.get(addresses.item_id(found.value) or 0)
        if item:
            # A typed address may lead to one message of the item: it is kept.
            return _link(item[0] if found.value.isdigit() else found.value, item[1], {"class": "reference"})
        return _link(found.value, typed, {}) if typed.lower().startswith(("http", "www.")) else []
    if found.kind == "url":
        return _link(found.value if found.value[:4].lower() != "www." else f"https://{found.value}", typed, {})
    return []


def _link(url: str, text: str, attrs: dict[str, str | float]) -> list[Token]:
    return [Token("link_open", "a", 1, attrs={"href": url, **attrs}), _text(text), Token("link_close", "a", -1)]


def _name_own_links(children: list[Token], names: Names) -> None:
    """Typed links to our own pages lose the host; `<https://…>` to a known item shows its title."""
    for position, token in enumerate(children):
        if token.type != "link_open" or "href" not in token.attrs:
            continue
        path = addresses.local(str(token.attrs["href"]), names.base_url)
        token.attrs["href"] = path
        if token.markup == "autolink" and (item := names.items.get(addresses.item_id(path) or 0)):
            token.attrs["class"] = "reference"
            children[position + 1].content = item[1]


def _texts(source: str) -> Iterator[str]:
    return (token.content for token, inside in _inline_tokens(source) if token.type == "text" and not inside)


def _inline_tokens(source: str) -> Iterator[tuple[Token, bool]]:
    try:
        tokens, _ = parse(sources.prepared(source)) if sources.is_parsable(source) else ([], {})
    except (TooDeep, RecursionError):
        return
    for token in tokens:
        yield from _with_place(token.children or [])


def _with_place(children: list[Token]) -> Iterator[tuple[Token, bool]]:
    """Each token, and whether it stands in a link or in words quoted as they are."""
    depth = 0
    for token in children:
        if token.type in ("link_open", "link_close"):
            depth += token.nesting
        elif token.type == "html_inline":
            tag = _LITERAL.match(token.content)
            depth += 0 if not tag else -1 if tag[1] else 1
        yield token, depth > 0


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
