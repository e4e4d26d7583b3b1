"""What somebody wants by mail at once, and of what kind of letter it is."""

from dataclasses import dataclass

from forum.notifications.audience import SPOKEN, Telling
from forum.notifications.models import QUIET

# About pages that one keeps, and one's suggestions.
OF_DOCUMENTS = (
    "suggestion.made", "suggestion.asked", "suggestion.accepted", "suggestion.refused", "document.due",
    "document.handed", "document.told",
)  # fmt: skip
# What is addressed to somebody in particular comes by mail unless they said otherwise.
MINE = {
    **dict.fromkeys(SPOKEN, ("mention", "reply", "quote", "author", "conversation")),
    "need.answered": ("support", "author"),
    "thread.answered": ("answer", "author"),
    **dict.fromkeys(("poll.closed", "poll.decided"), ("vote", "author")),
    "poll.asked": (),
    "poll.closing": ("watch",),
    "conversation.joined": ("added",),
    **dict.fromkeys(OF_DOCUMENTS, ("keeper", "person")),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be told: `mail` is how much they want by mail, `refused` the reasons they do not."""

    id: int
    name: str
    email: str | None
    locale: str
    mail: str = "mine"
    refused: tuple[str, ...] = ()
    is_stopped: bool = False  # their address refused too many letters
    timezone: str = ""
    is_guest: bool = False


def wants_letter(person: Person, telling: Telling) -> bool:
    """Nobody gets a letter about what has none; "mine" is what is addressed to them, and lists they chose so."""
    if telling.event.name not in MINE or not person.email or person.is_stopped or person.mail == "none":
        return False
    if telling.reason == QUIET or telling.reason in person.refused:
        return False
    if telling.event.name == "conversation.joined" and telling.reason != "added":
        return False
    if person.mail == "all" or telling.reason in MINE[telling.event.name]:
        return True
    return telling.reason == "watch" and telling.by_mail
