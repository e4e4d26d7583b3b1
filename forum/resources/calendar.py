"""A deadline as a calendar entry (RFC 5545): a whole day, with a reminder a week before."""

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


def event(
    *, uid: str, title: str, day: date, url: str, text: str, changed: datetime, version: int, reminder: str
) -> str:
    """One calendar with one event. `changed`: when the publication changed last; `version` grows with it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Palabre//Palabre//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escaped(uid)}",
        f"DTSTAMP:{changed.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{version}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(title)}",
        f"DESCRIPTION:{escaped(text)}",
        f"URL:{url}",
        "TRANSP:TRANSPARENT",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-P7D",
        f"DESCRIPTION:{escaped(reminder)}",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines)
