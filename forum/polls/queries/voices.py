"""Who voted, what is counted, what is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, tuple_

from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, cut, unpack
from forum.people.models import Organisation, User
from forum.polls.choices import Marks, read
from forum.polls.models import Ballot, Option, Poll, Voice
from forum.polls.receipts import digest_of

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """Who voted; what they said, unless the ballot is secret."""

    voter: int
    name: str
    handle: str
    person: str
    person_state: str
    organisation_slug: str | None
    at: datetime
    deed: str | None
    choices: str | None

    @property
    def marks(self) -> Marks:
        """What was said."""
        return read(self.choices or "")


def voices_of(poll: Poll, key: str = "", limit: int = 50) -> Page[VoiceRow]:
    """By name, so that their order tells nothing of a secret poll. One query."""
    name = func.coalesce(Organisation.name, User.name)
    rows = (
        select(
            Voice.voter, name, User.handle, User.name, User.state, Organisation.slug, Voice.at, Ballot.deed,
            Ballot.choices,
        )
        .join(User, User.id == Voice.user_id)
        .outerjoin(Organisation, Organisation.id == Voice.organisation_id)
        .outerjoin(Ballot, Ballot.id == Voice.ballot_id)
        .where(Voice.poll_id == poll.id)
        .order_by(name, Voice.voter)
        .limit(limit + 1)
    )  # fmt: skip
    if after := unpack(key, 2):
        rows = rows.where(tuple_(name, Voice.voter) > tuple_(*after))
    return cut([VoiceRow(*row) for row in db.session.execute(rows)], limit, lambda row: (row.name, row.voter))


def ballots_of(poll: Poll) -> list[tuple[str, int]]:
    """The ballots that count, those that say the same together. One query."""
    rows = select(Ballot.choices, func.count()).where(Ballot.poll_id == poll.id).group_by(Ballot.choices)
    if not poll.is_secret:
        rows = rows.join(Voice, Voice.ballot_id == Ballot.id)
    return [(choices, number) for choices, number in db.session.execute(rows)]


def receipt_of(poll: Poll, receipt: str) -> Ballot | None:
    """The secret ballot of whoever keeps its receipt. One query."""
    digest = digest_of(receipt)
    return db.session.scalars(select(Ballot).where(Ballot.poll_id == poll.id, Ballot.receipt == digest)).first()


def due() -> list[int]:
    """Polls whose time has passed and that nobody has closed. One query, by the index on closes_at."""
    rows = select(Poll.id).where(Poll.closes_at <= clock.now(), Poll.closed_at.is_(None), Poll.withdrawn_at.is_(None))
    return list(db.session.scalars(rows.order_by(Poll.closes_at).limit(100)))


def ending() -> list[int]:
    """Polls that close within a day, were open for more than two, and of which nobody was reminded. One query, by the
    same index."""
    now = clock.now()
    rows = select(Poll.id, Poll.created_at, Poll.closes_at).where(
        Poll.closes_at > now, Poll.closes_at <= now + A_DAY, Poll.closed_at.is_(None), Poll.withdrawn_at.is_(None),
        Poll.reminded_at.is_(None),
    )  # fmt: skip
    return [number for number, began, ends in db.session.execute(rows) if ends and ends - began > 2 * A_DAY]


def words(item_ids: list[int]) -> dict[int, str]:
    """Questions and answers, for the index. One query."""
    rows = (
        select(Poll.item_id, Poll.id, Poll.question, Option.label)
        .join(Option, Option.poll_id == Poll.id)
        .where(Poll.item_id.in_(item_ids), Poll.number == 1, Poll.withdrawn_at.is_(None))
        .order_by(Poll.id, Option.place)
    )
    found: dict[int, dict[str, None]] = {}
    for item_id, _poll_id, question, label in db.session.execute(rows):
        found.setdefault(item_id, {}).update(dict.fromkeys((question, label)))
    return {item_id: ". ".join(filter(None, texts)) for item_id, texts in found.items()}
