"""Voting, changing the vote, taking it back. One voice each, however many windows are open."""

from collections.abc import Iterable, Mapping

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Closed, Conflict, Forbidden, Invalid, NotFound
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.people.queries import may_speak_for
from forum.polls.choices import marks_of, written
from forum.polls.commands.ground import held, may_read, tell
from forum.polls.counting import counted
from forum.polls.models import Ballot, Poll, Voice
from forum.polls.policy import Asked
from forum.polls.queries.one import options_of
from forum.polls.queries.voices import ballots_of
from forum.polls.receipts import digest_of, receipt


def vote(
    actor: Actor,
    poll: Poll,
    choices: Mapping[int, int] | Iterable[int] = (),
    organisation_id: int | None = None,
    *,
    abstains: bool = False,
) -> str:
    """Say one's voice, or another one: the last counts. Answers the receipt of a secret ballot, else nothing.

    `choices`: ids of options (for preferences in their order, for dates those that suit), or option → mark, see
    polls/choices.py. The same voice twice is one act. Raises NotFound, Forbidden, Closed, Conflict, or Invalid
    naming `choices` or `organisation`.
    """
    asked = held(poll)
    _may(actor, asked)
    options = [option.id for option in options_of(poll.id)]
    line = "" if abstains else written(marks_of(poll.method, options, choices, poll.most))
    deed = "abstain" if abstains else "vote"
    voter = _voter(actor, poll, organisation_id)
    before = db.session.get(Voice, (poll.id, voter))
    if poll.is_secret:
        return _in_secret(actor, asked, voter, line, deed, before)
    if before is not None:
        said = db.session.get(Ballot, before.ballot_id)
        if said is not None and (said.choices, said.deed) == (line, deed):
            return ""
    ballot = Ballot(poll_id=poll.id, deed=deed, voter=voter, by_id=actor.id, at=clock.now(), choices=line)
    db.session.add(ballot)
    db.session.flush()
    voice = before or Voice(poll_id=poll.id, voter=voter, organisation_id=_organisation(poll, voter))
    voice.ballot_id, voice.user_id, voice.at = ballot.id, actor.id or 0, clock.now()
    db.session.add(voice)
    poll.voices += before is None
    recount(poll)
    tell("poll.voted", actor.id, asked, organisation=voice.organisation_id, again=before is not None)
    return ""


def take_back(actor: Actor, poll: Poll, organisation_id: int | None = None) -> None:
    """No voice any more, while the poll is open. That there was one stays written down."""
    asked = held(poll)
    _may(actor, asked)
    voter = _voter(actor, poll, organisation_id)
    voice = db.session.get(Voice, (poll.id, voter))
    if voice is None:
        raise Conflict(_("There is no vote to take back."))
    if poll.is_secret:
        raise Conflict(
            _("This ballot is secret: nothing tells which one it is, so it cannot be changed or taken back.")
        )
    db.session.add(Ballot(poll_id=poll.id, deed="undo", voter=voter, by_id=actor.id, at=clock.now()))
    db.session.delete(voice)
    poll.voices -= 1
    db.session.flush()
    recount(poll)
    tell("poll.unvoted", actor.id, asked, organisation=voice.organisation_id)


def recount(poll: Poll) -> None:
    """From the ballots, never by adding: a mistake of yesterday is not kept. One query, and one for the options.

    A secret poll is counted when it closes: its result, kept vote by vote, would tell who said what.
    """
    db.session.flush()
    if poll.is_secret and poll.closed_at is None:
        return
    poll.tally = counted(poll.method, [option.id for option in options_of(poll.id)], ballots_of(poll))


def _in_secret(actor: Actor, asked: Asked, voter: int, line: str, deed: str, before: Voice | None) -> str:
    """The right to a voice is used up in one row, the ballot goes into another: nothing ties them."""
    poll, kept = asked.poll, receipt()
    if before is not None:
        raise Conflict(
            _("This ballot is secret: nothing tells which one it is, so it cannot be changed or taken back.")
        )
    today = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    db.session.add(
        Voice(poll_id=poll.id, voter=voter, user_id=actor.id or 0, organisation_id=_organisation(poll, voter), at=today)
    )
    db.session.add(Ballot(poll_id=poll.id, deed=deed, choices=line, receipt=digest_of(kept)))
    poll.voices += 1
    recount(poll)
    tell("poll.voted", actor.id, asked, organisation=_organisation(poll, voter), again=False)
    return kept


def _may(actor: Actor, asked: Asked) -> None:
    if not may_read(actor, asked):
        raise NotFound(_("This poll does not exist, or is not open to you."))
    if actor.is_someone and asked.is_public and not asked.poll.is_open:
        raise Closed(_("This poll is closed: it takes no more votes."))
    require(actor, "vote", asked)


def _voter(actor: Actor, poll: Poll, organisation_id: int | None) -> int:
    """Whose voice it is. In a poll of organisations: one for which the actor may speak today."""
    if poll.voters == "person":
        return actor.id or 0
    if not organisation_id:
        raise Invalid(fields={"organisation": _("Organisations vote here: say for which one you act.")})
    if not may_speak_for(actor.id or 0, organisation_id):
        raise Forbidden(_("You have no confirmed mandate in this organisation."))
    return organisation_id


def _organisation(poll: Poll, voter: int) -> int | None:
    return voter if poll.voters == "organisation" else None
