"""Polls close by themselves. Votes are refused from the second on; the worker writes it down and tells people."""

from forum.core.db import db, transaction
from forum.core.worker import every
from forum.polls.commands import close_due, remind
from forum.polls.models import Poll
from forum.polls.queries import due, ending


@every(10, name="polls")
def close_what_is_due() -> None:
    """Each in a transaction of its own; two workers at once close it once."""
    for poll_id in due():
        with transaction():
            if poll := db.session.get(Poll, poll_id):
                close_due(poll)


@every(300, name="polls that close soon")
def remind_of_what_ends() -> None:
    """Whoever follows and has not voted has a day left."""
    for poll_id in ending():
        with transaction():
            if poll := db.session.get(Poll, poll_id):
                remind(poll)
