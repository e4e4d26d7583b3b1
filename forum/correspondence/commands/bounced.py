"""Letters that did not arrive: each account whose address failed is told of, once a letter."""

from forum.core.events import emit
from forum.correspondence.queries import account_of
from forum.correspondence.reading.bounces import bounces_in
from forum.correspondence.reading.letter import Letter


def note_bounces(letter: Letter) -> int:
    """Note every address of this report. Answers how many were ours."""
    return sum(note_bounce(each.address, hard=each.hard) for each in bounces_in(letter))


def note_bounce(email: str, *, hard: bool) -> bool:
    """A letter to this address failed. Whoever sends mail follows the event and stops after some."""
    user = account_of(email)
    if user is None:
        return False
    emit("person.bounced", actor_id=None, user_id=user.id, hard=hard)
    return True
