"""Is the sender who the letter says? What our own mail server found (RFC 8601), nobody else's word."""

import re
from collections.abc import Collection

from forum.correspondence.reading import headers
from forum.correspondence.reading.letter import Letter

RESULT = re.compile(r"\b(spf|dkim|dmarc|arc)\s*=\s*([a-z]+)((?:\s+[a-z.-]+\s*=\s*[^\s;]+)*)", re.I)
DOMAIN = re.compile(r"(?:header\.(?:d|i|from)|smtp\.(?:mailfrom|helo)|policy\.\w+)\s*=\s*(?:\S*@)?([^\s;]+)", re.I)


def verdict(letter: Letter, servers: Collection[str]) -> str:
    """pass, fail, or none when our server said nothing. A fail wins: a forger can only add passes."""
    home = letter.sender.rpartition("@")[2]
    passed = failed = False
    for value in headers.all_said(letter.message, "Authentication-Results"):
        text = re.sub(r"\([^()]*\)", " ", value)
        server, _semicolon, results = text.partition(";")
        if not server.split() or server.split()[0].lower() not in servers:
            continue
        for method, result, properties in RESULT.findall(results):
            method, result = method.lower(), result.lower()
            if method == "dmarc" and result == "fail":
                return "fail"
            if result == "pass" and (method == "dmarc" or _aligned(home, DOMAIN.findall(properties))):
                passed = True
            elif method in ("spf", "dkim") and result in ("fail", "hardfail"):
                failed = True
    return "pass" if passed else "fail" if failed else "none"


def _aligned(home: str, domains: list[str]) -> bool:
    """The domain that was proved is the sender's, or one above or below it."""
    return any(
        home == each or home.endswith(f".{each}") or each.endswith(f".{home}")
        for each in (domain.lower().rstrip(".") for domain in domains)
        if "." in each
    )
