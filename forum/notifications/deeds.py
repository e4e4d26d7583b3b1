"""What a letter lets its reader do at once: links signed for one person and one act. The room above does it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.events import Event
from forum.core.letters import installation, signed
from forum.core.permissions import Actor
from forum.notifications.audience import SPOKEN
from forum.notifications.scene import ItemFacts, Scene
from forum.notifications.wishes import Person
from forum.people.models import Mandate
from forum.polls import dates
from forum.polls.models import Option, Poll
from forum.spaces import actors
from forum.threads.models import Acceptance

OF_POLLS = ("poll.asked", "poll.closing")
OFFERING = (*SPOKEN, *OF_POLLS)
PURPOSE = "deed"  # the salt of these links
SHOWN = ("single", "date", "several")  # methods whose page is a list to choose from; an order is said on the page

Place = tuple[int, int]  # (item, number)
Offers = list[dict[str, Any]]  # {"deed", …} as templates/mail/notifications/_deeds.* read them


def deed_link(user_id: int, deed: str, *about: int) -> str:
    """A page with one button, for this person and this act."""
    return f"{installation().base_url}/by-mail/{signed(PURPOSE, user_id, deed, *about)}"


@dataclass(slots=True)
class Deeds:
    """What can be done about the events of a batch. At most four queries, however many people are told."""

    polls: dict[Place, list[tuple[Poll, list[Option]]]] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)  # threads that have their answer
    speakers: set[int] = field(default_factory=set)  # people who act for an organisation
    tenders: dict[int, Actor] = field(default_factory=dict)

    def of(self, event: Event, item: ItemFacts, person: Person) -> Offers:
        """For one letter."""
        number = event.number or 1
        found: Offers = []
        if person.is_guest or event.name not in OFFERING:
            return found
        for poll, options in self.polls.get((item.id, number), []):
            if event.name in OF_POLLS and event.data.get("poll") != poll.id:
                continue
            if poll.voters == "person" or person.id in self.speakers:
                found.append(_vote(poll, options, person))
        if item.kind == "thread" and number > 1 and item.author_id == person.id and item.id not in self.answered:
            found.append({"deed": "accept", "link": deed_link(person.id, "accept", item.id, number)})
        if item.kind == "need" and person.id in self.speakers and item.author_id != person.id:
            found.append({"deed": "support", "link": deed_link(person.id, "support", item.id)})
        if item.kind == "resource" and self._tends(person.id, item.space_id):
            found.append({"deed": "verify", "link": deed_link(person.id, "verify", item.id)})
        return found

    def _tends(self, user_id: int, space_id: int) -> bool:
        who = self.tenders.get(user_id)
        return who is not None and who.tends(space_id)


def deeds_of(events: list[Event], people: set[int], scene: Scene) -> Deeds:
    """Load them."""
    spoken = [event for event in events if event.name in OFFERING]
    items = {event.item_id or 0 for event in spoken}
    kinds = {scene.items[each].kind for each in items if each in scene.items}
    found = Deeds()
    if not spoken:
        return found
    rows = db.session.execute(
        select(Poll, Option)
        .join(Option, Option.poll_id == Poll.id)
        .where(Poll.item_id.in_(items), Poll.closed_at.is_(None), Poll.withdrawn_at.is_(None))
        .order_by(Poll.id, Option.place)
    )
    hung: dict[int, tuple[Poll, list[Option]]] = {}
    for poll, option in rows:
        if poll.is_open:
            hung.setdefault(poll.id, (poll, []))[1].append(option)
    for poll, options in hung.values():
        found.polls.setdefault((poll.item_id, poll.number), []).append((poll, options))
    if "need" in kinds or any(poll.voters == "organisation" for poll, _options in hung.values()):
        mandates = select(Mandate.user_id).where(Mandate.user_id.in_(people), Mandate.state == "confirmed")
        found.speakers = set(db.session.scalars(mandates))
    if "thread" in kinds and any((event.number or 1) > 1 for event in spoken):
        found.answered = set(db.session.scalars(select(Acceptance.thread_id).where(Acceptance.thread_id.in_(items))))
    if "resource" in kinds:
        found.tenders = actors.of_users(people)
    return found


def _vote(poll: Poll, options: list[Option], person: Person) -> dict[str, Any]:
    """One link for each answer where one answers once and openly; else one link to the page where one chooses.

    The link of a secret ballot never says what is chosen: addresses are written down by servers on the way.
    """
    zone, locale = person.timezone or "Europe/Paris", person.locale or "fr"
    rows = [(dates.words_of(option, zone, locale), option.id) for option in options]
    one_by_one = poll.method == "single" and not poll.is_secret
    return {
        "deed": "vote", "question": poll.question, "is_secret": poll.is_secret,
        "closes": dates.moment_words(poll.closes_at, zone, locale) if poll.closes_at else "",
        "link": deed_link(person.id, "vote", poll.id) if poll.method in SHOWN and not one_by_one else "",
        "rows": [
            (number, words, deed_link(person.id, "vote", poll.id, option_id) if one_by_one else "")
            for number, (words, option_id) in enumerate(rows, 1)
        ],
    }  # fmt: skip
