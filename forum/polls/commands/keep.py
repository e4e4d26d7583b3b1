"""What whoever asked a poll, and keepers of the space, do with it: close, extend, reopen, withdraw, decide."""

from datetime import datetime, timedelta

from forum.core import clock
from forum.core.errors import Conflict, Invalid
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.polls.commands.ground import held, tell
from forum.polls.commands.vote import recount
from forum.polls.models import Poll
from forum.polls.policy import Asked
from forum.polls.queries.one import options_of


def close(actor: Actor, poll: Poll) -> None:
    """No more votes from now on."""
    asked = held(poll)
    require(actor, "keep a poll", asked)
    _stands(poll)
    if poll.closed_at is not None:
        raise Conflict(_("This poll is closed already."))
    _end(actor.id, asked)


def close_due(poll: Poll) -> bool:
    """Its time has passed: the worker closes it, once."""
    asked = held(poll)
    is_due = poll.closes_at is not None and poll.closes_at <= clock.now()
    if not is_due or poll.closed_at is not None or poll.withdrawn_at is not None:
        return False
    _end(None, asked, at=poll.closes_at)
    return True


def remind(poll: Poll) -> bool:
    """It closes within a day: the worker says so, once, whatever becomes of its closing time afterwards."""
    asked = held(poll)
    soon = poll.closes_at is not None and clock.now() < poll.closes_at <= clock.now() + timedelta(days=1)
    if not (soon and poll.is_open and asked.is_public) or poll.reminded_at is not None:
        return False
    poll.reminded_at = clock.now()
    item = asked.message.item
    # Nothing that the page shows has changed: neither its stamp nor the version of the poll grows.
    emit(
        "poll.closing",
        actor_id=None,
        space_id=item.space_id,
        item_id=item.id,
        number=poll.number,
        kind=item.kind,
        poll=poll.id,
    )
    return True


def schedule(actor: Actor, poll: Poll, closes_at: datetime | None) -> None:
    """Another closing time, or none. A closed poll opens again; a secret one does not, for its result was seen."""
    asked = held(poll)
    require(actor, "keep a poll", asked)
    _stands(poll)
    if closes_at is not None and closes_at <= clock.now():
        raise Invalid(fields={"closes_at": _("Choose a moment to come.")})
    if not poll.is_open and poll.is_secret:
        raise Conflict(_("A secret poll does not open again: each new voice would show in the difference."))
    if poll.decided_at is not None:
        raise Conflict(_("The outcome is written down: take it back first."))
    was_open = poll.is_open
    poll.closes_at, poll.closed_at = closes_at, None
    tell("poll.extended" if was_open else "poll.reopened", actor.id, asked)


def withdraw(actor: Actor, poll: Poll) -> None:
    """Take it away; its keepers can bring it back."""
    asked = held(poll)
    require(actor, "keep a poll", asked)
    _stands(poll)
    poll.withdrawn_at = clock.now()
    tell("poll.withdrawn", actor.id, asked)


def restore(actor: Actor, poll: Poll) -> None:
    """Bring a withdrawn poll back as it was."""
    asked = held(poll)
    require(actor, "keep a poll", asked)
    if poll.withdrawn_at is None:
        raise Conflict(_("This poll is not withdrawn."))
    poll.withdrawn_at = None
    tell("poll.restored", actor.id, asked)


def decide(actor: Actor, poll: Poll, option_id: int | None, statement: str = "") -> None:
    """Write down what comes of it: the answer that is kept, in a sentence, or both. An open poll closes by it."""
    asked = held(poll)
    require(actor, "keep a poll", asked)
    _stands(poll)
    statement = " ".join(statement.split())
    if option_id is not None and option_id not in [option.id for option in options_of(poll.id)]:
        raise Invalid(fields={"option": _("Choose one of the proposed values.")})
    if option_id is None and len(statement) < 3:
        raise Invalid(fields={"statement": _("Choose an answer, or say in a sentence what comes of it.")})
    if len(statement) > 500:
        raise Invalid(fields={"statement": _("Say it in 500 characters at most.")})
    if poll.closed_at is None:
        _end(actor.id, asked)
    poll.decided_at, poll.decided_by_id = clock.now(), actor.id
    poll.decided_option_id, poll.decision = option_id, statement
    tell("poll.decided", actor.id, asked, option=option_id)


def undecide(actor: Actor, poll: Poll) -> None:
    """Take the outcome back."""
    asked = held(poll)
    require(actor, "keep a poll", asked)
    if poll.decided_at is None:
        raise Conflict(_("Nothing was decided yet."))
    poll.decided_at = poll.decided_by_id = poll.decided_option_id = None
    poll.decision = ""
    tell("poll.undecided", actor.id, asked)


def _stands(poll: Poll) -> None:
    if poll.withdrawn_at is not None:
        raise Conflict(_("This poll was withdrawn: bring it back first."))


def _end(actor_id: int | None, asked: Asked, at: datetime | None = None) -> None:
    poll = asked.poll
    poll.closed_at = at or clock.now()
    recount(poll)
    tell("poll.closed", actor_id, asked, voices=poll.voices)
