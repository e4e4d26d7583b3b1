"""What leaves at once by mail: the text itself, why one gets it, and where to change that."""

from typing import Any

from sqlalchemy import select

from forum.core import letters
from forum.core.db import db
from forum.items.kinds import path_of
from forum.needs.models import Step
from forum.notifications.audience import SPOKEN, Telling
from forum.notifications.commands import Person
from forum.notifications.scene import Scene
from forum.people.models import User

# What is addressed to somebody in particular comes by mail unless they said otherwise.
MINE = {
    **dict.fromkeys(SPOKEN, ("mention", "reply", "author", "conversation")),
    "need.answered": ("support", "author"),
    "conversation.joined": ("added",),
}
LONGEST = 20_000  # characters of a message that travel; the rest is one click away
Told = list[tuple[Telling, Person]]


def send(told: Told, scene: Scene) -> int:
    """Put letters in the outbox, once for each event and person whatever happens. Answers how many."""
    wanted = [(telling, person) for telling, person in told if person.email and _wants(person, telling)]
    if not wanted:
        return 0
    events = {telling.event.id: telling.event for telling, _person in wanted}
    messages = [message for event in events.values() if (message := scene.message(event))]
    authors = _authors({message.author_id for message in messages})
    steps = _steps({event.data["step"] for event in events.values() if event.name == "need.answered"})
    for telling, person in wanted:
        event = telling.event
        item, message = scene.items.get(event.item_id or 0), scene.message(event)
        if item is None or message is None:
            continue
        values: dict[str, Any] = {
            "title": item.title, "space": scene.spaces[item.space_id].name, "name": person.name,
            "path": path_of(item.kind, item.id, item.slug, event.number or 1), "reason": telling.reason,
        }  # fmt: skip
        if event.name == "need.answered":
            template, text = "answered", steps[event.data["step"]]
            values["outcome"] = event.data.get("outcome", "")
        else:
            template, text = "message", (message.source, message.html)
            values["author"] = authors.get(message.author_id, "")
        # A text that is too long travels without its form: cut HTML would be broken HTML.
        values.update(text=text[0][:LONGEST], html=text[1] if len(text[1]) <= LONGEST else "")
        key = f"notification/{event.id}/{person.id}"
        letters.send(f"notifications/{template}", to=person.email or "", key=key, locale=person.locale, **values)
    return len(wanted)


def _wants(person: Person, telling: Telling) -> bool:
    """Nobody gets a letter about what has none; "mine" is what is addressed to them."""
    if telling.event.name not in MINE or person.mail == "none":
        return False
    return (person.mail == "all" and telling.event.name != "conversation.joined") or telling.reason in MINE[
        telling.event.name
    ]


def _authors(ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {user_id: name for user_id, name in rows}


def _steps(ids: set[int]) -> dict[int, tuple[str, str]]:
    rows = db.session.execute(select(Step.id, Step.text, Step.html).where(Step.id.in_(ids))) if ids else ()
    return {step_id: (text, html) for step_id, text, html in rows}
