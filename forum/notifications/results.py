"""Polls that ended, as letters tell them: the question, what each answer gathered, the outcome."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.events import Event
from forum.polls import dates
from forum.polls.models import Option, Poll
from forum.polls.queries.shown import OptionRow, option_row, tells_who

ENDED = ("poll.closed", "poll.decided")


@dataclass(frozen=True, slots=True)
class Result:
    """One poll."""

    poll: Poll
    options: list[OptionRow]

    def said(self, locale: str, zone: str) -> dict[str, Any]:
        """For the letter: rows of (words, count, share in hundredths, is first), in the reader's language and zone."""
        zone, locale = zone or "Europe/Paris", locale or "fr"
        rows = [
            (dates.words_of(option, zone, locale), option.count, round(option.share), option.is_best)
            for option in self.options
        ]
        decided = next((option for option in self.options if option.id == self.poll.decided_option_id), None)
        return {
            "question": self.poll.question, "voices": self.poll.voices, "rows": [] if tells_who(self.poll) else rows,
            "is_date": self.poll.method == "date", "decision": self.poll.decision,
            "decided": dates.words_of(decided, zone, locale) if decided else "",
            "city": clock.city(zone) if dates.has_hours(self.options) else "",
        }  # fmt: skip


def results_of(events: list[Event]) -> dict[int, Result]:
    """Event → the poll that it is about, unless it was withdrawn since. One query; none without such events."""
    about = {event.id: event.data.get("poll") for event in events if event.name in ENDED}
    if not about:
        return {}
    rows = db.session.execute(
        select(Poll, Option)
        .join(Option, Option.poll_id == Poll.id)
        .where(Poll.id.in_(set(about.values())), Poll.withdrawn_at.is_(None))
        .order_by(Option.poll_id, Option.place)
    )
    found: dict[int, Result] = {}
    for poll, option in rows:
        found.setdefault(poll.id, Result(poll, [])).options.append(option_row(poll, option))
    return {event_id: found[poll_id] for event_id, poll_id in about.items() if poll_id in found}
