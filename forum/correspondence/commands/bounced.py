"""Letters that did not arrive: each account whose address failed is told of, once a letter."""

from forum.correspondence.queries import account_of
from forum.correspondence.reading.bounces import bounces_in
from forum.correspondence.reading.letter import Letter
from forum.notifications.bounces import note_bounce


def note_bounces(letter: Letter) -> int:
    """Note every address of this report. Answers how many were ours."""
    ours = [each for each in bounces_in(letter) if account_of(each.address)]
    for each in ours:
        note_bounce(each.address, each.hard, key=f"{letter.message_id}/{each.address}")
    return len(ours)
