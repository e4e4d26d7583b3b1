"""The polls of a page: two queries whatever their number and the number of their voters; one for a visitor."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, and_, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.permissions import Actor
from forum.items.models.post import Post
from forum.items.policy import Message, posts_visible_to
from forum.items.queries.heads import Head
from forum.people.models import Mandate, Organisation, User
from forum.polls.choices import Marks, read
from forum.polls.models import Ballot, Option, Poll, Voice, is_open
from forum.polls.policy import Asked, may_keep, may_vote

FEWEST = 3  # voices below which the result of a secret poll would tell who said what


def tells_who(poll: Poll) -> bool:
    """A secret poll with so few voices that its result would tell who said what."""
    return poll.is_secret and 0 < poll.voices < FEWEST


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One answer with what it gathered."""

    id: int
    label: str
    day: date | None
    starts_at: datetime | None
    ends_at: datetime | None
    count: int = 0  # of preferences: the first round; of dates: yes
    maybe: int = 0
    no: int = 0
    share: float = 0.0  # of those who answered, in hundredths
    maybe_share: float = 0.0
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """The reader, or an organisation for which they may speak. `at`: since when it has voted."""

    organisation_id: int | None = None
    name: str = ""
    at: datetime | None = None
    by: str = ""  # who acted for the organisation
    marks: Marks = field(default_factory=dict)
    abstains: bool = False

    @property
    def has_voted(self) -> bool:
        """Its voice is given."""
        return self.at is not None


@dataclass(frozen=True, slots=True)
class PollRow:
    """A poll as the page shows it to this reader."""

    poll: Poll
    author_handle: str
    author_name: str
    author_state: str
    decided_by: str
    message_state: str
    options: list[OptionRow]
    own: list[OwnVoice]
    may_vote: bool
    may_keep: bool

    @property
    def id(self) -> int:
        """Of the poll."""
        return self.poll.id

    @property
    def is_open(self) -> bool:
        """Takes votes."""
        return is_open(self.poll)

    @property
    def has_voted(self) -> bool:
        """The reader, or one of their organisations."""
        return any(own.has_voted for own in self.own)

    @property
    def is_too_small(self) -> bool:
        """Its result would tell who said what."""
        return tells_who(self.poll)

    @property
    def shows_results(self) -> bool:
        """May this reader see what was answered by now? (Keepers no earlier than others: they vote too.)"""
        if self.is_too_small:
            return False
        if not self.is_open or self.poll.results == "always":
            return True
        return self.poll.results == "after_vote" and self.has_voted

    @property
    def abstentions(self) -> int:
        """Who voted without answering."""
        return int(self.poll.tally.get("abstentions", 0))

    @property
    def answered(self) -> int:
        """Who answered."""
        return int(self.poll.tally.get("voices", 0)) - self.abstentions

    @property
    def rounds(self) -> list[dict[str, Any]]:
        """Of preferences, in the order of counting."""
        return list(self.poll.tally.get("rounds", ()))

    @property
    def best(self) -> list[OptionRow]:
        """The leading answers: several when they are level."""
        return [option for option in self.options if option.is_best]

    def said_by(self, own: OwnVoice) -> list[OptionRow]:
        """The answers of a ballot: in its order of preference, else in that of the page."""
        chosen = [option for option in self.options if option.id in own.marks]
        return sorted(chosen, key=lambda option: own.marks[option.id])

    @property
    def decided(self) -> OptionRow | None:
        """The answer that was kept."""
        return next((option for option in self.options if option.id == self.poll.decided_option_id), None)


@dataclass(frozen=True, slots=True)
class _Row:
    """What the rules ask of a message."""

    state: str
    author_id: int


def polls_of(head: Head, actor: Actor, poll_id: int | None = None) -> list[PollRow]:
    """Polls under this item that the actor may see, in the order of its messages. Two queries; none without polls."""
    if not head.polls:
        return []
    author, decider = aliased(User), aliased(User)
    at = and_(Post.item_id == Poll.item_id, Post.number == Poll.number)
    rows = (
        select(Poll, Option, author.handle, author.name, author.state, decider.name, Post.state, Post.author_id)
        .join(Option, Option.poll_id == Poll.id)
        .join(author, author.id == Poll.author_id)
        .outerjoin(decider, decider.id == Poll.decided_by_id)
        .outerjoin(Post, at)
        .where(Poll.item_id == head.id, or_(Poll.number == 1, posts_visible_to(actor, head.space_id)))
        .order_by(Poll.number, Poll.id, Option.place)
    )
    if poll_id is not None:
        rows = rows.where(Poll.id == poll_id)
    found: dict[int, tuple[Any, list[Option]]] = {}
    for row in db.session.execute(rows):
        found.setdefault(row[0].id, (row, []))[1].append(row[1])
    own = _own([row[0] for row, _options in found.values()], actor)
    shown = [_shown(head, actor, row, options, own) for row, options in found.values()]
    return [row for row in shown if row.poll.withdrawn_at is None or row.may_keep]


def one_shown(head: Head, actor: Actor, poll_id: int) -> PollRow | None:
    """One of them. Two queries."""
    return next(iter(polls_of(head, actor, poll_id)), None)


def _shown(head: Head, actor: Actor, row: Any, options: list[Option], own: dict[int, list[OwnVoice]]) -> PollRow:
    poll, _option, handle, name, state, decider, post_state, post_author = row
    stands: Any = _Row(post_state or head.state, post_author or head.author_id)
    item: Any = head  # rules ask names that a Head has too
    asked = Asked(poll, Message(item, poll.number, stands))
    return PollRow(
        poll, handle, name, state, decider or "", stands.state, [option_row(poll, each) for each in options],
        own.get(poll.id, []), may_vote(actor, asked), may_keep(actor, asked),
    )  # fmt: skip


def option_row(poll: Poll, option: Option) -> OptionRow:
    """What an answer gathered, by the last count."""
    tally, key = poll.tally, str(option.id)
    answered = int(tally.get("voices", 0)) - int(tally.get("abstentions", 0))
    count, maybe = int(tally.get("counts", {}).get(key, 0)), int(tally.get("maybe", {}).get(key, 0))
    return OptionRow(
        option.id, option.label, option.day, option.starts_at, option.ends_at, count, maybe,
        max(0, answered - count - maybe), 100 * count / answered if answered else 0.0,
        100 * maybe / answered if answered else 0.0, option.id in tally.get("best", ()),
    )  # fmt: skip


def _own(polls: list[Poll], actor: Actor) -> dict[int, list[OwnVoice]]:
    """What the reader has said, and for whom they may speak. One query, none for a visitor."""
    if not polls or not actor.is_someone:
        return {}
    mine = select(Mandate.organisation_id).where(Mandate.user_id == actor.id, Mandate.state == "confirmed")
    given = (
        select(
            Voice.poll_id, Voice.organisation_id, Organisation.name, cast(Ballot.choices, String), Voice.at,
            User.name, Ballot.deed,
        )
        .join(User, User.id == Voice.user_id)
        .outerjoin(Organisation, Organisation.id == Voice.organisation_id)
        .outerjoin(Ballot, Ballot.id == Voice.ballot_id)
        .where(
            Voice.poll_id.in_([poll.id for poll in polls]),
            or_(
                and_(Voice.organisation_id.is_(None), Voice.voter == actor.id),
                Voice.organisation_id.in_(mine),
            ),
        )
    )  # fmt: skip
    nothing = (literal(""), null(), literal(""), literal(""))
    seats = select(literal(0), Organisation.id, Organisation.name, *nothing).where(Organisation.id.in_(mine))
    rows = db.session.execute(union_all(given, seats) if _by_organisation(polls) else given).all()
    organisations = {row[1]: row[2] for row in rows if row[0] == 0}
    voiced = {(row[0], row[1]): OwnVoice(row[1], row[2] or "", row[4], row[5], read(row[3] or ""), row[6] == "abstain")
              for row in rows if row[0]}  # fmt: skip
    found: dict[int, list[OwnVoice]] = {}
    for poll in polls:
        names = organisations if poll.voters == "organisation" else {None: ""}
        found[poll.id] = [voiced.get((poll.id, each)) or OwnVoice(each, name) for each, name in names.items()]
    return found


def _by_organisation(polls: list[Poll]) -> bool:
    return any(poll.voters == "organisation" for poll in polls)
