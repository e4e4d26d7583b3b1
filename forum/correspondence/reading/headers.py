"""Headers as they really come: encoded words cut in two, raw accents, addresses without brackets."""

import re
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from forum.correspondence.reading.charsets import text_of

MESSAGE_ID = re.compile(r"<[^<>\s]+>")
ADDRESS = re.compile(r"^[^@\s<>,;\"]+@[^@\s<>,;\"]+$")


def said(message: Message, name: str) -> str:
    """A header on one line, decoded; empty when there is none."""
    return decoded(_raw(message.get(name)))


def all_said(message: Message, *names: str) -> list[str]:
    """Every header of these names, decoded, from the top."""
    return [decoded(_raw(value)) for name in names for value in message.get_all(name) or []]


def decoded(value: str) -> str:
    """Encoded words (RFC 2047) and raw bytes to text."""
    flat = re.sub(r"[\r\n]+[ \t]*", " ", value)
    if "=?" not in flat:
        return _tidy(flat)
    try:
        # Programs cut a letter of two bytes between two words: words of one charset are joined before decoding.
        parts: list[tuple[bytes, str | None]] = []
        for data, charset in decode_header(flat):
            raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
            if parts and parts[-1][1] == charset:
                parts[-1] = (parts[-1][0] + raw, charset)
            else:
                parts.append((raw, charset))
        return _tidy("".join(text_of(data, charset or "utf-8") for data, charset in parts))
    except (ValueError, LookupError):  # binascii.Error is a ValueError
        return _tidy(flat)


def _raw(value: object) -> str:
    """compat32 keeps bytes beyond ASCII as surrogates."""
    data = str(value or "").encode("ascii", "surrogateescape") if _is_raw(str(value or "")) else None
    return text_of(data, "utf-8") if data is not None else str(value or "")


def _is_raw(value: str) -> bool:
    return any("\udc80" <= letter <= "\udcff" for letter in value) and all(
        letter < "\x80" or "\udc80" <= letter <= "\udcff" for letter in value
    )


def _tidy(value: str) -> str:
    return " ".join(value.replace("\x00", "").split())


def people(message: Message, *names: str) -> list[tuple[str, str]]:
    """(name, address in lower case) of these headers. What is no address is left out."""
    values = [_raw(value) for name in names for value in message.get_all(name) or []]
    flat = [re.sub(r"[\r\n]+[ \t]*", " ", value) for value in values]
    found = getaddresses(flat)
    if not any(ADDRESS.match(address) for _name, address in found):  # an unquoted comma or dot in a name
        found = [("", each) for value in flat for each in re.findall(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()]+", value)]
    return [(decoded(name).strip("'\""), address.lower()) for name, address in found if ADDRESS.match(address)]


def message_ids(message: Message, *names: str) -> list[str]:
    """Message-IDs of these headers, in their order, each once."""
    text = " ".join(_raw(value) for name in names for value in message.get_all(name) or [])
    return list(dict.fromkeys(MESSAGE_ID.findall(text)))


def date_of(message: Message) -> datetime | None:
    """When it was written, with its zone; UTC when it says none; None when it is no date."""
    for value in (*(message.get_all("Date") or []), *_of_servers(message)):
        try:
            moment = parsedate_to_datetime(str(value).strip())
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if 1980 <= moment.year <= 2100:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _of_servers(message: Message) -> list[str]:
    return [str(value).rpartition(";")[2] for value in message.get_all("Received") or []]
