"""Where a link may lead."""

import re
from urllib.parse import unquote

from forum.core.markup.slugs import slug

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?:[/?#].*)?\Z", re.IGNORECASE)


def is_external(href: str) -> bool:
    """Whether the address leads to another site."""
    return href[:5].lower() == "http:" or href[:6].lower() == "https:"


def safe(typed: str, prefix: str, own_id: re.Pattern[str]) -> str | None:
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
