"""Asking, and changing the question until somebody has voted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import db, lock
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.policy import Message
from forum.polls.commands.ground import held, tell
from forum.polls.models import METHODS, MOST_OPTIONS, MOST_POLLS, RESULTS, VOTERS, Option, Poll
from forum.polls.policy import Asked


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as it was typed; a date has a day."""

    label: str = ""
    day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """Two with the same key are the same answer."""
        return (self.day, self.starts_at, self.ends_at) if self.day else (self.label.casefold(),)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A poll as it is asked for."""

    question: str
    method: str = "single"
    choices: Sequence[Choice] = field(default_factory=tuple)
    voters: str = "person"
    is_secret: bool = False
    results: str = "always"
    most: int | None = None
    quorum: int | None = None
    closes_at: datetime | None = None

    @classmethod
    def of(cls, question: str, *labels: str, **more: object) -> "Wanted":
        """With answers that are texts."""
        return cls(question, choices=[Choice(label) for label in labels], **more)  # type: ignore[arg-type]


def ask(actor: Actor, message: Message, wanted: Wanted, *, author_id: int | None = None) -> Poll:
    """Hang a poll on a message. `author_id`: demonstration and imports only.

    Raises Forbidden, Conflict, or Invalid naming each field.
    """
    require(actor, "ask a poll", message)
    choices = _checked(wanted)
    item = lock(message.item)
    if item.polls >= MOST_POLLS:
        raise Conflict(_("This discussion has %(n)s polls already: open another discussion.", n=MOST_POLLS))
    poll = Poll(
        item_id=item.id, number=message.number, author_id=author_id or actor.id, voices=0, tally={}, version=0,
        created_at=clock.now(), **_fields(wanted),
    )  # fmt: skip
    db.session.add(poll)
    db.session.flush()
    _put(poll, choices)
    item.polls += 1
    tell("poll.asked", actor.id or author_id, Asked(poll, message), method=poll.method)
    return poll


def change(actor: Actor, poll: Poll, wanted: Wanted) -> None:
    """Another wording, other answers: until the first vote, for nobody's voice may come to say something else."""
    asked = held(poll)
    require(actor, "keep a poll", asked)
    if poll.voices or poll.closed_at is not None:
        raise Conflict(
            _("Somebody has voted: the question and its answers stay as they are. The closing day may move.")
        )
    choices = _checked(wanted)
    for name, value in _fields(wanted).items():
        setattr(poll, name, value)
    db.session.execute(delete(Option).where(Option.poll_id == poll.id))
    _put(poll, choices)
    tell("poll.edited", actor.id, asked)


def _fields(wanted: Wanted) -> dict[str, object]:
    several = wanted.method == "several"
    return {
        "question": " ".join(wanted.question.split()), "method": wanted.method, "voters": wanted.voters,
        "is_secret": wanted.is_secret, "most": wanted.most if several else None, "quorum": wanted.quorum,
        # Shown vote by vote, the result of a secret poll would tell who said what.
        "results": "after_close" if wanted.is_secret else wanted.results, "closes_at": wanted.closes_at,
    }  # fmt: skip


def _put(poll: Poll, choices: Sequence[Choice]) -> None:
    for place, each in enumerate(choices, 1):
        db.session.add(
            Option(poll_id=poll.id, place=place, label=each.label, day=each.day, starts_at=each.starts_at,
                   ends_at=each.ends_at)
        )  # fmt: skip
    db.session.flush()


def _checked(wanted: Wanted) -> list[Choice]:
    wrong: dict[str, str] = {}
    if not 3 <= len(" ".join(wanted.question.split())) <= 200:
        wrong["question"] = _("Ask a question of 3 to 200 characters.")
    for name, value, known in (("method", wanted.method, METHODS), ("voters", wanted.voters, VOTERS),
                               ("results", wanted.results, RESULTS)):  # fmt: skip
        if value not in known:
            wrong[name] = _("Choose one of the proposed values.")
    choices = [
        Choice(" ".join(each.label.split()), each.day, each.starts_at, each.ends_at)
        for each in wanted.choices
        if each.day or each.label.strip()
    ]
    is_date = wanted.method == "date"
    if is_date and any(each.day is None for each in choices):
        wrong["options"] = _("Give a day for each date.")
    elif len(choices) < 2:
        wrong["options"] = _("Propose two dates at least.") if is_date else _("Propose two answers at least.")
    elif len(choices) > MOST_OPTIONS:
        wrong["options"] = _("Propose %(n)s answers at most.", n=MOST_OPTIONS)
    elif len({each.key for each in choices}) < len(choices):
        wrong["options"] = _("The same answer stands twice.")
    elif any(len(each.label) > 200 for each in choices):
        wrong["options"] = _("An answer has 200 characters at most.")
    if wanted.most is not None and wanted.method == "several" and not 1 <= wanted.most <= max(len(choices), 1):
        wrong["most"] = _("Give a number between 1 and the number of answers.")
    if wanted.quorum is not None and not 1 <= wanted.quorum <= 100_000:
        wrong["quorum"] = _("Give a number of voices above 0.")
    if wanted.closes_at is not None and wanted.closes_at <= clock.now():
        wrong["closes_at"] = _("Choose a moment to come.")
    if wrong:
        raise Invalid(fields=wrong)
    return sorted(choices, key=_when) if is_date else choices


def _when(choice: Choice) -> tuple[date, float]:
    return choice.day or date.max, choice.starts_at.timestamp() if choice.starts_at else 0.0
