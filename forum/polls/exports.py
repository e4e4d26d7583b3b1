"""A poll that leaves: its date for calendars, its ballots as a table from which anybody can count again."""

from collections.abc import Iterable, Sequence
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from forum.core.db import db
from forum.core.i18n import _
from forum.core.tables import as_csv
from forum.polls.choices import Marks, read
from forum.polls.dates import words_of
from forum.polls.labels import answers
from forum.polls.models import Ballot, Option, Poll
from forum.polls.policy import Asked
from forum.polls.queries import OptionRow, VoiceRow, voices_of
from forum.resources.calendar import escaped, folded


def invitation(case: Asked, option: Option, address: str) -> str:
    """One calendar with one event (RFC 5545). The moment is written in UTC: each calendar shows its own hour."""
    poll = case.poll
    assert option.day is not None and poll.decided_at is not None
    if option.starts_at is None:
        times = [f"DTSTART;VALUE=DATE:{option.day:%Y%m%d}", f"DTEND;VALUE=DATE:{option.day + timedelta(days=1):%Y%m%d}"]
    else:
        end = option.ends_at or option.starts_at + timedelta(hours=1)
        times = [
            f"DTSTART:{option.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTEND:{end.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        ]
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Palabre//Palabre//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "BEGIN:VEVENT", f"UID:poll-{poll.id}@palabre", f"DTSTAMP:{poll.decided_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{poll.version}", *times, f"SUMMARY:{escaped(poll.question)}",
        f"DESCRIPTION:{escaped(chr(10).join(filter(None, (poll.decision, case.message.item.title, address))))}",
        *([f"LOCATION:{escaped(option.label)}"] if option.label else []), f"URL:{address}", "END:VEVENT",
        "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in lines)


def table_of(poll: Poll, options: Sequence[OptionRow], zone: str, locale: str) -> str:
    """CSV for spreadsheets: one line a ballot. Of a secret poll: no names, the beginning of the receipt's digest."""
    said = _secret(poll) if poll.is_secret else _open(poll, zone)
    heads = [_("Receipt")] if poll.is_secret else [_("Voter"), _("Voted by"), _("At")]
    rows = [[*heads, _("Abstains"), *(words_of(option, zone, locale) for option in options)]]
    for cells, deed, marks in said:
        answers_ = [_cell(poll.method, marks.get(option.id)) for option in options]
        rows.append([*cells, _("yes") if deed == "abstain" else "", *answers_])
    return "".join(as_csv(rows))


Line = tuple[list[str], str, Marks]


def _open(poll: Poll, zone: str) -> Iterable[Line]:
    for row in _all(poll):
        at = row.at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
        yield [row.name, row.person, at], row.deed or "", row.marks


def _all(poll: Poll) -> Iterable[VoiceRow]:
    page = voices_of(poll, limit=1000)
    yield from page.rows
    while page.next:
        page = voices_of(poll, page.next, 1000)
        yield from page.rows


def _secret(poll: Poll) -> Iterable[Line]:
    rows = select(Ballot.receipt, Ballot.deed, Ballot.choices).where(Ballot.poll_id == poll.id).order_by(Ballot.id)
    for receipt, deed, choices in db.session.execute(rows):
        yield [(receipt or "")[:12]], deed, read(choices)


def _cell(method: str, mark: int | None) -> Any:
    if mark is None:
        return ""
    return answers().get(mark, "") if method == "date" else mark
