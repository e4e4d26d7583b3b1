"""What leaves at once by mail: the text itself, who wrote it for whom, why one gets it, and where to change that."""

from typing import Any

from sqlalchemy import select

from forum.core import letters, mail
from forum.core.db import db
from forum.core.letters import installation
from forum.core.markup.for_mail import for_mail
from forum.items.kinds import path_of
from forum.needs.models import Step
from forum.notifications import headers
from forum.notifications.audience import Telling
from forum.notifications.deeds import deeds_of
from forum.notifications.results import ENDED, results_of
from forum.notifications.scene import Scene
from forum.notifications.wishes import OF_DOCUMENTS, Person, wants_letter
from forum.people.models import Organisation, User
from forum.territories.queries import themes, tree

# Letters of their own; all others bring a message.
TEMPLATES = {
    "need.answered": "answered", "thread.answered": "accepted", "poll.asked": "asked",
    "poll.closing": "closing", **dict.fromkeys(ENDED, "poll"),
    **dict.fromkeys(OF_DOCUMENTS, "document"),
}  # fmt: skip
LONGEST = 20_000  # characters of a message that travel; the rest is one click away
Told = list[tuple[Telling, Person]]


def send(told: Told, scene: Scene) -> int:
    """Put letters in the outbox, once for each event and person whatever happens. Answers how many."""
    wanted = [(telling, person) for telling, person in told if wants_letter(person, telling)]
    if not wanted:
        return 0
    events = {telling.event.id: telling.event for telling, _person in wanted}
    messages = [message for event in events.values() if (message := scene.message(event))]
    authors = _names(User, {message.author_id for message in messages})
    organisations = _names(Organisation, {message.organisation_id for message in messages} - {None})
    steps = steps_of({event.data["step"] for event in events.values() if event.name == "need.answered"})
    results = results_of(list(events.values()))
    deeds = deeds_of(list(events.values()), {person.id for _telling, person in wanted}, scene)
    bodies: dict[tuple[int, str], str] = {}  # the HTML of a text, made once for all who get it
    drafts = []
    for telling, person in wanted:
        event = telling.event
        item, message = scene.items.get(event.item_id or 0), scene.message(event)
        if item is None or message is None or (event.name in ENDED and event.id not in results):
            continue
        space, number = scene.spaces[item.space_id], event.number or 1
        author = authors.get(message.author_id, "")
        values: dict[str, Any] = {
            "title": item.title, "space": space.name, "name": person.name, "number": number, "author": author,
            "path": path_of(item.kind, item.id, item.slug, number), "organisation": "",
        }  # fmt: skip
        if person.is_guest:  # who may have to show first who they are, on another device
            values["path"] = f"/guests/to/{item.id}?post={number}"
        template, text = TEMPLATES.get(event.name, "message"), (message.source, message.html)
        if template == "answered":
            text, values["outcome"] = steps[event.data["step"]], event.data.get("outcome", "")
        elif template == "poll":
            values |= results[event.id].said(person.locale, person.timezone)
        elif template == "document":
            text = ("", "")
            values.update(deed=event.name, path=event.data.get("path") or values["path"])
        else:
            values["deeds"] = deeds.of(event, item, person)
            if template in ("asked", "closing") and not values["deeds"]:
                continue  # closed or withdrawn since, or a vote of organisations
            values["organisation"] = organisations.get(message.organisation_id, "")
        if (event.id, person.locale) not in bodies:
            # A text that is too long travels without its form: cut HTML would be broken HTML.
            whole = text[1] if len(text[1]) <= LONGEST else ""
            bodies[event.id, person.locale] = for_mail(whole, installation().base_url) if whole else ""
        values.update(text=text[0][:LONGEST], html=bodies[event.id, person.locale], **_why(person, telling, space.name))
        drafts.append(
            letters.made(
                f"notifications/{template}",
                to=person.email or "",
                key=f"notification/{event.id}/{person.id}",
                locale=person.locale,
                sender_name=author if template == "message" else "",
                again=False,
                headers=headers.of_message(person.id, telling, item, space, message),
                **values,
            )  # fmt: skip
        )
    mail.post_all(drafts)
    return len(drafts)


def _why(person: Person, telling: Telling, space: str) -> dict[str, Any]:
    """For the foot of the letter: the reason, the place that it comes from, the link that ends it."""
    subject, number = telling.because
    place: Any = ""
    if subject == "space":
        place = space
    elif subject == "territory" and number in tree().nodes:
        place = tree().nodes[number].name
    elif subject == "theme" and number in themes():
        place = themes()[number]  # its label is asked for when the letter speaks
    link = headers.stop_link(person.id, *headers.stopped_by(telling))
    why = {"reason": telling.reason, "subject": subject, "place": place, "stop_link": link}
    return {**why, "is_guest": person.is_guest}


def _names(model: type, ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(model.id, model.name).where(model.id.in_(ids))) if ids else ()
    return {each: name for each, name in rows}


def steps_of(ids: set[int]) -> dict[int, tuple[str, str]]:
    """The texts of steps of needs: (text, HTML) by their id. One query, none for nothing."""
    rows = db.session.execute(select(Step.id, Step.text, Step.html).where(Step.id.in_(ids))) if ids else ()
    return {step_id: (text, html) for step_id, text, html in rows}
