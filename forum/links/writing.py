"""Another address in a Markdown text, or none: the words stay."""

import re
from urllib.parse import unquote

# What may follow an address without being part of it. "a.fr" is not in "a.fr.example".
END = r"(?![\w/%?=&~+@:-]|[.,;!][\w/])"
FRAGMENT = r"(#[^\s<>()\[\]\"'«»]*)?"


def _ways(written: str) -> list[str]:
    """How the address of a link may stand in the source it was made from, the longest first."""
    bare = written.split("#", 1)[0]
    found = [bare, unquote(bare)]
    if bare.endswith("/") and bare.count("/") == 3:
        found += [bare[:-1], unquote(bare[:-1])]
    for each in list(found):
        scheme, _slashes, rest = each.partition("://")
        found += [each.replace("&", "&amp;"), f"{scheme.upper()}://{rest}"]
        if scheme == "http" and rest.startswith("www."):
            found.append(rest)
    return sorted(set(found), key=lambda each: (-len(each), each))


def _address(written: str) -> str:
    ways = "|".join(re.escape(each) for each in _ways(written))
    return rf"(?<![\w/.@=])(?:{ways}){FRAGMENT}{END}"


def replaced(source: str, written: str, url: str) -> str | None:
    """The text with another address; the place within the page is kept. None when the address does not stand in it."""

    def other(found: re.Match[str]) -> str:
        return url if "#" in url else url + (found[1] or "")

    text, count = re.subn(_address(written), other, source)
    return text if count else None


def unlinked(source: str, written: str) -> str | None:
    """The text without the link: its words stay; an address that stands for itself stays as words that lead nowhere.

    None when it does not stand in the text, or in a way that is better undone by hand.
    """
    address = _address(written)
    if re.search(rf"^\s{{0,3}}\[[^\]]+\]:\s*<?{address}", source, re.MULTILINE):
        return None  # a list of addresses at the end: what refers to it would show its brackets
    text, first = re.subn(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?{address}>?(?:\s+[\"'(][^)]*)?\s*\)", r"\1", source)
    text, second = re.subn(rf"<({address})>|(?<![`(\w])({address})(?!`)", _as_words, text)
    return text if first + second else None


def _as_words(found: re.Match[str]) -> str:
    return f"`{found[1] or found[3]}`"
