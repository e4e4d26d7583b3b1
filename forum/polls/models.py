"""A poll, its options, who has a say in it and what was said. Ballots are acts: added, never changed."""

import secrets
from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db
from forum.core.events import BigId

METHODS = ("single", "several", "ranked", "date")
VOTERS = ("person", "organisation")
RESULTS = ("always", "after_vote", "after_close")
MOST_OPTIONS = 20
MOST_POLLS = 50  # under one item: its page loads them together


def chance_id() -> int:
    """The number of a ballot, by chance: neither numbers nor the order of rows tell which came first."""
    return secrets.randbelow(2**53)


class Poll(db.Model):
    """A question that hangs on a message. `tally` is counted anew from the ballots at each of them."""

    __tablename__ = "polls"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int] = mapped_column(default=1)  # of the message on which it hangs
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    question: Mapped[str] = mapped_column(String(200))
    method: Mapped[str] = mapped_column(String(8))
    voters: Mapped[str] = mapped_column(String(12), default="person")
    is_secret: Mapped[bool] = mapped_column(default=False)
    results: Mapped[str] = mapped_column(String(12), default="always")
    most: Mapped[int | None]  # answers that one may give, of several
    quorum: Mapped[int | None]  # voices without which it decides nothing
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closes_at: Mapped[datetime | None] = mapped_column(index=True)  # polls/closing.py
    closed_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]  # those who had not voted were told that it closes soon
    withdrawn_at: Mapped[datetime | None]
    voices: Mapped[int] = mapped_column(default=0)
    tally: Mapped[dict] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)  # grows with all that changes what it shows
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_option_id: Mapped[int | None]
    decision: Mapped[str] = mapped_column(String(500), default="")
    __table_args__ = (Index("ix_polls_item_id", "item_id", "number", "id"),)  # polls of a page

    @property
    def is_open(self) -> bool:
        """Takes votes: its time has not passed, whether or not the worker has closed it yet."""
        return is_open(self)


def is_open(poll: "Poll") -> bool:
    """The same for a row of a page."""
    if poll.closed_at is not None or poll.withdrawn_at is not None:
        return False
    return poll.closes_at is None or poll.closes_at > clock.now()


class Option(db.Model):
    """One answer. Of a date: a whole day, or a moment with its end."""

    __tablename__ = "poll_options"
    id: Mapped[int] = mapped_column(primary_key=True)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"))
    place: Mapped[int]
    label: Mapped[str] = mapped_column(String(200), default="")
    day: Mapped[date | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    __table_args__ = (Index("ix_poll_options_poll_id", "poll_id", "place"),)


class Voice(db.Model):
    """Somebody has voted: the row is the right to one voice, so two at once meet its key. Taken back, it goes.

    `voter`: the person, or the organisation where organisations vote. `ballot_id`: what counts now; none where
    the ballot is secret, for nothing ties the two.
    """

    __tablename__ = "poll_voices"
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    voter: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # who acted
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    ballot_id: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (
        Index("ix_poll_voices_user_id", "user_id"),
        Index("ix_poll_voices_ballot_id", "ballot_id"),  # counting
    )


class Ballot(db.Model):
    """An act: what was said, "" for an abstention or a voice taken back. A secret one says neither who nor when."""

    __tablename__ = "poll_ballots"
    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, default=chance_id)
    poll_id: Mapped[int] = mapped_column(ForeignKey("polls.id"), index=True)
    deed: Mapped[str] = mapped_column(String(8), default="vote")  # vote, abstain, undo
    voter: Mapped[int | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime | None]
    choices: Mapped[str] = mapped_column(Text, default="")  # "12:1,15:2", see polls/choices.py
    receipt: Mapped[str | None] = mapped_column(String(64))  # digest of what a secret voter keeps
