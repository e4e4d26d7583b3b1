"""A poll of each method under fictional discussions, with the voices of the demonstration accounts."""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.permissions import SYSTEM
from forum.demo.data_files import data
from forum.demo.people import actor, user
from forum.items.policy import Message
from forum.people.queries import mandates_of
from forum.polls.commands import Wanted, ask, decide, vote
from forum.polls.commands.ask import Choice
from forum.polls.models import Poll
from forum.polls.queries import options_of
from forum.threads.models import Thread

PARIS = ZoneInfo("Europe/Paris")


def load_polls() -> None:
    """Those of `polls.json`; a discussion that has one is left as it is."""
    for row in data("polls")["polls"]:
        thread = db.session.scalars(select(Thread).where(Thread.external_id == row["thread"])).first()
        if thread is None or thread.polls:
            continue
        closes_at = datetime.combine(_day(row["closes_in"]), time(20), PARIS)
        wanted = Wanted(
            row["question"], row["method"], _choices(row), voters=row.get("voters", "person"), most=row.get("most"),
            quorum=row.get("quorum"), closes_at=closes_at,
        )  # fmt: skip
        poll = ask(SYSTEM, Message(thread, 1, thread), wanted, author_id=user(row["by"]).id)
        _fill(poll, row)


def _day(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def _choices(row: dict[str, Any]) -> list[Choice]:
    if row["method"] != "date":
        return [Choice(label) for label in row["options"]]
    found = []
    for days, start, end in row["days"]:
        day = _day(days)
        begins, ends = (datetime.combine(day, time.fromisoformat(hour), PARIS) for hour in (start, end))
        found.append(Choice("", day, begins, ends))
    return found


def _fill(poll: Poll, row: dict[str, Any]) -> None:
    ids = [option.id for option in options_of(poll.id)]
    for handle, said in row["votes"]:
        marks = {ids[int(place) - 1]: mark for place, mark in said.items()} if isinstance(said, dict) else None
        vote(actor(handle), poll, marks or [ids[place - 1] for place in said], abstains=not said)
    if poll.voters == "organisation":
        for place, handle in enumerate(("awa", "bruno", "samir")):
            for mandate in mandates_of(user(handle).id):
                vote(actor(handle), poll, [ids[place], ids[-1]], mandate.organisation_id)
    if outcome := row.get("outcome"):
        decide(SYSTEM, poll, ids[outcome[0] - 1], outcome[1])
        poll.decided_by_id = user(row["by"]).id
