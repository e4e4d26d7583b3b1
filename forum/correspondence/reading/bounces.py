"""What a mail server says of a letter that it could not deliver (RFC 3464), or says in its own words; what it says of
one that somebody called unwanted (RFC 5965)."""

import re
from dataclasses import dataclass
from email.message import Message

from forum.correspondence.reading.letter import Letter

SOFT = re.compile(r"^5\.(?:2\.2|7\.|4\.7|3\.4)")  # full, refused for a rule or for the content: the address exists
CODE = re.compile(r"\b([45]\.\d{1,3}\.\d{1,3})\b")
STOPS = re.compile(r"mailto:(u\.[\w.]+@[\w.-]+)")
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Bounce:
    """An address that a letter did not reach. `hard`: it will never."""

    address: str
    hard: bool


def complaints_in(letter: Letter) -> list[str]:
    """Addresses of List-Unsubscribe in the letters that somebody called unwanted, each once.

    Providers take out who complained, but the address is signed: it says who wants no more of what, and only who got
    the letter has it.
    """
    parts = list(letter.message.walk())
    if not any(part.get_content_type() == "message/feedback-report" for part in parts):
        return []
    found = []
    for part in parts:
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            found += STOPS.findall(str(part.get_payload(0).get("List-Unsubscribe") or ""))
        elif part.get_content_type() == "text/rfc822-headers":
            found += STOPS.findall(str(part.get_payload()))
    return list(dict.fromkeys(found))


def bounces_in(letter: Letter) -> list[Bounce]:
    """Every address that failed, each once."""
    found = {each.address: each for part in letter.message.walk() for each in _reported(part)}
    if not found:
        found = {each.address: each for each in _told(letter)}
    return list(found.values())


def _reported(part: Message) -> list[Bounce]:
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return []
    found = []
    for block in part.get_payload():
        address = str(block.get("Original-Recipient") or block.get("Final-Recipient") or "").rpartition(";")[2]
        if not ADDRESS.search(address):
            address = str(block.get("Final-Recipient") or "").rpartition(";")[2]
        known, action = ADDRESS.search(address), str(block.get("Action") or "failed").strip().lower()
        if known and action in ("failed", "delayed"):
            status = str(block.get("Status") or "").strip()
            found.append(Bounce(known[0].lower(), action == "failed" and _is_hard(status)))
    return found


def _told(letter: Letter) -> list[Bounce]:
    """Servers without reports: the header of Exim, or an address and a code in the text."""
    text = letter.body.plain or letter.body.html
    named = str(letter.message.get("X-Failed-Recipients") or "")
    addresses = ADDRESS.findall(named) or ADDRESS.findall(text)[:1]
    code = CODE.search(text)
    status = code[1] if code else "5.0.0" if re.search(r"\b55[0134]\b", text) else "4.0.0"
    return [Bounce(address.lower(), _is_hard(status)) for address in addresses]


def _is_hard(status: str) -> bool:
    return status.startswith("5") and not SOFT.match(status)
