"""Who is told of an event, and why. One function a family of events; the first reason that fits is kept.

What somebody muted tells them nothing but that they are mentioned in it, and what the law or a mandate asks for:
decisions about their messages, steps of needs that they stand behind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from forum.conversations.queries.reach import who_block
from forum.core.db import db
from forum.core.events import Event
from forum.core.permissions import NOBODYS, can
from forum.documents.around import SuggestionRemark
from forum.documents.models import Document
from forum.documents.suggestions import keepers_of_document
from forum.needs.models import Support
from forum.notifications.keepers import administrators, keepers_of
from forum.notifications.models import QUIET, REFUSABLE, Notification
from forum.notifications.scene import Place, Scene
from forum.notifications.territorial import of_complement
from forum.people.models import Mandate
from forum.polls.models import Poll, Voice
from forum.spaces import actors

Told = dict[int, str]  # person → reason
SPOKEN = ("item.published", "item.approved", "post.published", "post.approved")
SUGGESTED = (
    "suggestion.made", "suggestion.changed", "suggestion.discussed", "suggestion.asked", "suggestion.accepted",
    "suggestion.refused", "suggestion.removed",
)  # fmt: skip
EDITED = ("item.edited", "post.edited")
CALLED = ("mention", "reply", "quote", "conversation", "added")  # reasons by which one person reaches another


@dataclass(frozen=True, slots=True)
class Telling:
    """One event for one person."""

    event: Event
    user_id: int
    reason: str
    path: str = ""  # where it leads this person, when that is not what the event is about
    # What they would have to stop to get no more of this: (item, 7), (space, 3)…, (mention, 0)
    because: Place = ("", 0)
    by_mail: bool = False  # they want each message of that place by mail at once


def tellings_of(events: list[Event], scene: Scene) -> list[Telling]:
    """All that a batch has to tell. The number of queries does not grow with the number of people."""
    found = []
    for event in events:
        told = AUDIENCES[event.name](event, scene)
        told.pop(event.actor_id or 0, None)
        told = _unblocked(event, told)
        found += [_telling(event, scene, *each) for each in _readers(event, scene, told).items()]
    return found


def _telling(event: Event, scene: Scene, user_id: int, reason: str) -> Telling:
    if reason in ("watch", QUIET) and (chosen := scene.chosen(event.item_id or 0).get(user_id)):
        return Telling(event, user_id, reason, because=chosen.list_place or chosen.place, by_mail=chosen.by_mail)
    if reason in ("reply", "quote", "author", "answer", "vote"):
        return Telling(event, user_id, reason, because=("item", event.item_id or 0))
    return Telling(event, user_id, reason, because=(reason, 0) if reason in REFUSABLE else ("", 0))


def _readers(event: Event, scene: Scene, told: Told) -> Told:
    """Those who may read what the event is about, asked of the rule of spaces for all of them at once."""
    item = scene.items.get(event.item_id or 0)
    space = scene.spaces.get(item.space_id) if item else None
    if item is None or space is None or space.is_public or event.name in ALWAYS:
        return told
    if space.id == NOBODYS:  # no right of a space opens a conversation: only being in it does
        here = scene.taking_part.get(item.id, {})
        return {who: why for who, why in told.items() if who in here}
    scene.actors.update(actors.of_users(told.keys() - scene.actors.keys()))
    known = scene.actors
    return {
        who: why for who, why in told.items()
        if who in known and (item.id in known[who].let_in or can(known[who], "read", space))
    }  # fmt: skip


def _unblocked(event: Event, told: Told) -> Told:
    """Whoever blocks somebody is not called by them. One query, when somebody is called."""
    called = [user_id for user_id, reason in told.items() if reason in CALLED]
    if not called or event.actor_id is None:
        return told
    deaf = who_block(event.actor_id, called)
    return {user_id: reason for user_id, reason in told.items() if user_id not in deaf or reason not in CALLED}


def _of_message(event: Event, scene: Scene) -> Told:
    """Those who are called, answered, asked; those who follow. Nobody while it is not public."""
    item, message = scene.items.get(event.item_id or 0), scene.message(event)
    if item is None or message is None or item.state != "public" or message.state != "public":
        return {}
    if item.space_id == NOBODYS:
        return {} if event.name in EDITED else _of_conversation(event, scene)
    told: Told = dict.fromkeys(scene.mentioned(message.source), "mention")
    if event.name in EDITED:
        return _not_told(event, told, message.author_id)
    is_first, chosen = (event.number or 1) == 1, scene.chosen(item.id)
    muted = {user_id for user_id, each in chosen.items() if each.level == "mute"}
    if message.answers_id and message.answers_id not in muted:
        told.setdefault(message.answers_id, "reply")
    for user_id in scene.quoted(message.source):
        if user_id not in muted:
            told.setdefault(user_id, "quote")
    own = chosen.get(item.author_id)
    if not is_first and (own is None or own.level == "all" or own.place[0] != "item"):
        if item.author_id not in muted:
            told.setdefault(item.author_id, "author")
    for user_id, each in chosen.items():
        if each.since > event.at:  # nobody is told of what came before they followed
            continue
        if each.level == "all" or (each.level == "first" and is_first):
            told.setdefault(user_id, "watch")
        elif each.level == "digest":
            told.setdefault(user_id, QUIET)
    if event.name.endswith(".approved"):
        return _not_told(event, told, message.author_id)
    told.pop(message.author_id, None)
    return told


def _of_conversation(event: Event, scene: Scene) -> Told:
    """Everybody in it who did not mute it; whoever was added, for that very reason."""
    here, chosen = scene.partners(event), scene.chosen(event.item_id or 0)
    told = {who: "conversation" for who in here if who not in chosen or chosen[who].level != "mute"}
    return told | ({event.user_id: "added"} if event.user_id in told else {})


def _not_told(event: Event, told: Told, author_id: int) -> Told:
    """Leave out those who were told of this message before: it was edited, or approved a second time."""
    if not told:
        return {}
    rows = select(Notification.user_id).where(
        Notification.item_id == event.item_id, Notification.number == event.number,
        Notification.name.in_((*SPOKEN, *EDITED)), Notification.event_id != event.id,
    )  # fmt: skip
    known = set(db.session.scalars(rows)) | {author_id}
    return {user_id: reason for user_id, reason in told.items() if user_id not in known}


def _of_answer(event: Event, scene: Scene) -> Told:
    """Whose message was kept as the answer, who asked, who follows."""
    item, message = scene.items.get(event.item_id or 0), scene.message(event)
    if item is None or message is None or message.state != "public" or item.state != "public":
        return {}
    told = {**_followers(item.id, event, scene), item.author_id: "author", message.author_id: "answer"}
    return {user_id: reason for user_id, reason in told.items() if not _is_muted(item.id, user_id, scene)}


def _of_need(event: Event, scene: Scene) -> Told:
    """Who voiced it, who stands behind it, who follows it."""
    item = scene.items.get(event.item_id or 0)
    if item is None or item.state != "public":
        return {}
    behind = select(Support.user_id).where(Support.need_id == item.id, Support.withdrawn_at.is_(None))
    # Whoever stands behind a need is told of its steps though they muted it: an organisation gave its voice.
    told = {**_followers(item.id, event, scene), **dict.fromkeys(db.session.scalars(behind), "support")}
    return {**told, **dict.fromkeys(event.data.get("users", ()), "support"), item.author_id: "author"}


def _of_poll(event: Event, scene: Scene) -> Told:
    """Who follows; once it is closed or decided also who asked and everybody who voted."""
    item, message = scene.items.get(event.item_id or 0), scene.message(event)
    if item is None or message is None or item.state != "public" or message.state != "public":
        return {}
    told = _followers(item.id, event, scene)
    if event.name in ("poll.asked", "poll.closing"):
        # Who follows a space like a mailing list votes from the list.
        lists = {who: "watch" for who, each in scene.chosen(item.id).items() if each.level == "all" and each.by_mail}
        told |= {who: why for who, why in lists.items() if scene.chosen(item.id)[who].since <= event.at}
        return told if event.name == "poll.asked" else _without_voice(event, told)
    asked = db.session.scalars(select(Poll.author_id).where(Poll.id == event.data.get("poll")))
    voted = db.session.scalars(select(Voice.user_id).where(Voice.poll_id == event.data.get("poll")))
    told = {**told, **dict.fromkeys(voted, "vote"), **dict.fromkeys(asked, "author")}
    return {user_id: reason for user_id, reason in told.items() if not _is_muted(item.id, user_id, scene)}


def _without_voice(event: Event, told: Told) -> Told:
    """Those of them who may still say something: people who have not voted; where organisations vote, those who act
    for one that has not."""
    poll = db.session.get(Poll, event.data.get("poll"))
    if poll is None or not poll.is_open:
        return {}
    if poll.voters == "person":
        voted = set(db.session.scalars(select(Voice.user_id).where(Voice.poll_id == poll.id)))
        return {who: why for who, why in told.items() if who not in voted}
    heard = select(Voice.organisation_id).where(Voice.poll_id == poll.id, Voice.organisation_id.is_not(None))
    silent = select(Mandate.user_id).where(
        Mandate.user_id.in_(told), Mandate.state == "confirmed", Mandate.organisation_id.not_in(heard)
    )
    return dict.fromkeys(db.session.scalars(silent), "watch")


def _followers(item_id: int, event: Event, scene: Scene) -> Told:
    """Those who follow all of this item."""
    chosen = scene.chosen(item_id).items()
    here = [user_id for user_id, each in chosen if each.place[0] == "item" and each.level == "all"]
    return {user_id: "watch" for user_id in here if scene.chosen(item_id)[user_id].since <= event.at}


def _is_muted(item_id: int, user_id: int, scene: Scene) -> bool:
    chosen = scene.chosen(item_id).get(user_id)
    return chosen is not None and chosen.level == "mute"


def _of_author(event: Event, scene: Scene) -> Told:
    """Whose item it is. (Verifying again what was verified tells nobody.)"""
    item = scene.items.get(event.item_id or 0)
    return {item.author_id: "author"} if item and event.data.get("before") != "verified" else {}


def _of_person(event: Event, scene: Scene) -> Told:
    """The person it happened to."""
    return {event.user_id: "person"} if event.user_id else {}


def _of_managers(event: Event, scene: Scene) -> Told:
    """Those who manage the organisation; administrators when nobody does."""
    rows = select(Mandate.user_id).where(
        Mandate.organisation_id == event.data.get("organisation_id"), Mandate.role == "manager",
        Mandate.state == "confirmed",
    )  # fmt: skip
    return dict.fromkeys(set(db.session.scalars(rows)) or administrators(), "keeper")


def _of_suggestion(event: Event, scene: Scene) -> Told:
    """Those who keep the page, its author; who suggested it, when somebody else did something to it; who spoke of it."""
    item, document = scene.items.get(event.item_id or 0), db.session.get(Document, event.item_id)
    if item is None or document is None or item.state != "public":
        return {}
    told: Told = {} if event.name == "suggestion.removed" else dict.fromkeys(keepers_of_document(document), "keeper")
    if event.name == "suggestion.discussed":
        about = SuggestionRemark.suggestion_id == event.data.get("suggestion")
        spoke = db.session.scalars(select(SuggestionRemark.author_id).where(about))
        told = {**dict.fromkeys(spoke, "author"), **told}
    if event.name in ("suggestion.accepted", "suggestion.refused", "suggestion.asked"):
        told = _followers(item.id, event, scene) if event.name == "suggestion.accepted" else {}
    return {**told, **_of_person(event, scene)}


def _of_document(event: Event, scene: Scene) -> Told:
    """Who keeps it: its review is near, somebody was not helped by it, it was handed to them."""
    return {event.user_id: "keeper"} if event.user_id else {}


def _of_keepers(event: Event, scene: Scene) -> Told:
    """Those who keep the space."""
    space = scene.spaces.get(event.space_id or 0)
    if space is None:
        return {}
    if space.id not in scene.keepers:
        scene.keepers[space.id] = keepers_of(space)
    return dict.fromkeys(scene.keepers[space.id], "keeper")


AUDIENCES: dict[str, Callable[[Event, Scene], Told]] = {
    **dict.fromkeys((*SPOKEN, *EDITED), _of_message),
    "thread.answered": _of_answer,
    **dict.fromkeys(("need.relayed", "need.returned", "need.addressed", "need.answered", "need.closed"), _of_need),
    **dict.fromkeys(("poll.asked", "poll.closed", "poll.closing", "poll.decided"), _of_poll),
    "resource.verified": _of_author,
    "resource.refused": _of_author,
    "resource.complemented": of_complement,
    **dict.fromkeys(("space.asked", "item.waits", "post.waits", "report.made"), _of_keepers),
    **dict.fromkeys(("space.welcomed", "space.declined", "space.role", "decision.made"), _of_person),
    "mail.stopped": _of_person,
    **dict.fromkeys(("conversation.joined", "conversation.renamed"), _of_conversation),
    **dict.fromkeys(SUGGESTED, _of_suggestion),
    **dict.fromkeys(("document.due", "document.handed", "document.told"), _of_document),
    "mandate.asked": _of_managers,
    **dict.fromkeys(("mandate.confirmed", "mandate.ended"), _of_person),
}
# About one's own message or one's own keeping: told whatever the space is like.
ALWAYS = ("decision.made", "resource.refused", "report.made", "item.waits", "post.waits")
