"""A deadline as a calendar entry (RFC 5545): a whole day, with a reminder a week before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta


def escaped(text: str) -> str:
    """A text value: backslashes, commas, semicolons and line ends are marked."""
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> str:
    """No line above 75 bytes: what follows begins with a space. Never cut inside a character."""
    parts, room = [""], 75
    for each in line:
        size = len(each.encode())
        if size > room:
            parts.append(" ")
            room = 74
        parts[-1] += each
        room -= size
    return "\r\n".join(parts)


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline. `changed`: when the publication changed last; `version` grows with it."""

    uid: str
    title: str
    day: date
    url: str
    text: str
    changed: datetime
    version: int
    reminder: str = ""  # said a week before; empty: no alarm


def calendar(entries: Iterable[Entry], name: str = "") -> str:
    """A calendar of deadlines. Programs that read it again and again ask every six hours."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Palabre//Palabre//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
        lines += ["X-PUBLISHED-TTL:PT6H"]
    for entry in entries:
        lines += _event(entry)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def event(
    *, uid: str, title: str, day: date, url: str, text: str, changed: datetime, version: int, reminder: str
) -> str:
    """A calendar of one event."""
    return calendar([Entry(uid, title, day, url, text, changed, version, reminder)])


def _event(entry: Entry) -> list[str]:
    alarm = [
        "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-P7D", f"DESCRIPTION:{escaped(entry.reminder)}", "END:VALARM",
    ]  # fmt: skip
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"DTSTAMP:{entry.changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{entry.version}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(entry.title)}",
        f"DESCRIPTION:{escaped(entry.text)}",
        f"URL:{entry.url}",
        "TRANSP:TRANSPARENT",
        *(alarm if entry.reminder else []),
        "END:VEVENT",
    ]
