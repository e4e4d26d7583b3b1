"""The parts of a message: its words as plain text and as HTML, and what is attached."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from html import escape

from forum.correspondence.reading.charsets import text_of, unflowed
from forum.correspondence.reading.headers import decoded, said

DEEPEST = 30  # parts inside parts


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travelled along."""

    name: str
    type: str
    data: bytes = field(repr=False)
    is_inside: bool = False  # shown in the text: a picture there, or the logo of a signature


@dataclass(slots=True)
class Body:
    """The words twice, when the program wrote them twice."""

    plain: str = ""
    html: str = ""
    attached: list[Attached] = field(default_factory=list)


def body_of(message: Message) -> Body:
    """All parts. Pieces of text around an attachment are one text."""
    pieces: list[tuple[str, str]] = []
    body = Body()
    for plain, html, attached in _parts(message, 0):
        if attached:
            body.attached.append(attached)
        else:
            pieces.append((plain, html))
    if any(html for _plain, html in pieces):
        body.html = "\n".join(html or f"<div>{escape(plain)}</div>".replace("\n", "<br>") for plain, html in pieces)
    if all(plain.strip() or not html for plain, html in pieces):
        body.plain = "\n".join(plain for plain, _html in pieces)
    return body


Part = tuple[str, str, Attached | None]


def _parts(part: Message, depth: int) -> Iterator[Part]:
    kind = part.get_content_type()
    if depth > DEEPEST:
        return
    if kind == "multipart/alternative":
        yield from _alternative(list(part.get_payload()) if part.is_multipart() else [], depth)
    elif kind == "message/rfc822":
        yield "", "", _message(part)
    elif part.is_multipart():
        for inside in part.get_payload():
            yield from _parts(inside, depth + 1)
    elif _is_text(part, kind):
        yield (*_text(part, kind), None)
    elif kind not in ("application/pgp-signature", "application/pkcs7-signature", "application/ms-tnef"):
        yield "", "", _file(part, kind)


def _alternative(parts: list[Message], depth: int) -> Iterator[Part]:
    """The same words in several forms; files that lie inside one of them are kept."""
    plain = html = ""
    for inside in parts:
        for text, marked, attached in _parts(inside, depth + 1):
            if attached and attached.type == "text/calendar":
                continue
            if attached:
                yield "", "", attached
            plain, html = plain + text, html + marked
    yield plain, html, None


def _is_text(part: Message, kind: str) -> bool:
    """Words, not a file: a text with a name is a file."""
    if kind not in ("text/plain", "text/html"):
        return False
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    return not disposition.startswith("attachment") and not (disposition and part.get_filename())


def _text(part: Message, kind: str) -> tuple[str, str]:
    data = part.get_payload(decode=True)
    text = text_of(data if isinstance(data, bytes) else b"", part.get_content_charset())
    if kind == "text/html" or re.match(r"\s*(<!doctype html|<html)", text, re.I):
        return "", text
    if str(part.get_param("format") or "").lower() == "flowed":
        text = unflowed(text, delsp=str(part.get_param("delsp") or "").lower() == "yes")
    return text, ""


def _file(part: Message, kind: str) -> Attached | None:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        return None
    try:
        name = decoded(part.get_filename() or "")
    except (ValueError, LookupError):
        name = ""
    ending = "." + kind.rpartition("/")[2].split("+")[0].removeprefix("x-")
    is_inside = bool(part.get("Content-ID")) and not str(part.get("Content-Disposition") or "").startswith("attachment")
    return Attached(re.sub(r"[/\\\x00-\x1f]", "_", name)[:200] or "document" + ending, kind, data, is_inside)


def _message(part: Message) -> Attached | None:
    inside = part.get_payload()
    if not isinstance(inside, list) or not inside:
        return None
    name = re.sub(r"[/\\\x00-\x1f]", "_", said(inside[0], "Subject"))[:120] or "message"
    return Attached(name + ".eml", "message/rfc822", inside[0].as_bytes())
