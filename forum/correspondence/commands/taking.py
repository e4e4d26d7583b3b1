"""What a letter asks for and who asks: from its address to the command that does it."""

from dataclasses import dataclass, field

from sqlalchemy import select

from forum.core.addresses import host, space_address
from forum.core.db import db
from forum.core.errors import Closed, Problem
from forum.core.i18n import _, language
from forum.core.permissions import VISITOR, Actor
from forum.correspondence.addresses import Place, place_of
from forum.correspondence.commands import acts, words
from forum.correspondence.commands.answers import confirm, explain, help_with
from forum.correspondence.commands.bounced import note_bounces
from forum.correspondence.commands.posting import answer, begin, item_of, text_of, words_of
from forum.correspondence.models import ReceivedLetter
from forum.correspondence.outcomes import LATER, NO_SUCH_ADDRESS, REFUSED, TAKEN, Outcome, worst
from forum.correspondence.queries import account_of, answered_place, in_the_last_hour
from forum.correspondence.reading.authentic import verdict
from forum.correspondence.reading.automatic import nature_of
from forum.correspondence.reading.bounces import complaints_in
from forum.correspondence.reading.letter import Letter
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.notifications.stopping import unsubscribe
from forum.people.models import User
from forum.spaces import actors
from forum.spaces.models import Space
from forum.spaces.queries import known, mine

MOST_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Taking:
    """A letter on its way in."""

    letter: Letter
    envelope: str | None
    servers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose letter it is. `is_sure`: the address it came to is theirs alone."""

    user: User | None
    actor: Actor
    is_sure: bool = False
    text: str = field(default="", repr=False)

    @property
    def name(self) -> str:
        """For the greeting."""
        return self.user.name if self.user else ""

    @property
    def locale(self) -> str:
        """The language of answers."""
        return (self.user.locale if self.user else "") or "fr"


def take(taking: Taking, place: Place, row: ReceivedLetter) -> Outcome:
    """Do what the letter asks for. Changes nothing but `row` and the outbox when it may not be done."""
    nature = nature_of(taking.letter, taking.envelope)
    if nature == "bounce" and (complaints := complaints_in(taking.letter)):
        # Whoever calls our letters unwanted wants no more of what they came for: as the link in them would have done.
        ended = [place.stop for each in complaints if (place := place_of(each)) and place.stop]
        return (
            worst([_unsubscribed(token) for token in ended])
            if ended
            else Outcome(TAKEN, "bounce", "of no letter of ours")
        )
    if nature == "bounce":
        count = note_bounces(taking.letter)
        return Outcome(TAKEN, "bounce", f"{count} addresses failed")
    if nature:
        return Outcome(TAKEN, nature, "set aside: nobody wrote it just now")
    found = verdict(taking.letter, taking.servers or {host()})
    if found == "fail" or not taking.letter.sender:
        return Outcome(REFUSED, "forged", "the sender is not who the letter says")
    if place.stop:
        return _unsubscribed(place.stop)
    user = account_of(taking.letter.sender)
    actor = actors.of_user(user.id) if user else None
    if user and user.state == "suspended":
        return Outcome(REFUSED, "suspended", "this account may not write")
    if user and in_the_last_hour(user.id) >= MOST_AN_HOUR:
        return Outcome(LATER, "later", "too many letters from one person within an hour")
    row.user_id = user.id if user else None
    writer = Writer(user, actor or VISITOR, bool(user and place.reply and place.reply.user_id == user.id))
    language.set(writer.locale)
    if place.reply:
        return _answer(taking.letter, place, writer, row)
    if place.space:
        return _in_space(taking.letter, place.space, writer, row)
    return _to_the_site(taking.letter, writer)


def _unsubscribed(token: str) -> Outcome:
    """The address itself says who wants no more of what, as the link beside it does; programs send it, so no answer."""
    try:
        unsubscribe(token)
    except Problem:
        return Outcome(NO_SUCH_ADDRESS, "nowhere", "no such address")
    return Outcome(TAKEN, "unsubscribed")


def _answer(letter: Letter, place: Place, writer: Writer, row: ReceivedLetter) -> Outcome:
    assert place.reply is not None
    text = text_of(letter, is_answer=True)
    if not writer.is_sure or writer.actor.id is None:
        why = _("You answered a letter that was sent to another address, so nothing was posted.")
        what = _("Write from the address of your account, or answer on the page.")
        explain(letter, why, what, text=text, name=writer.name, locale=writer.locale, is_sure=False)
        return Outcome(TAKEN, "explained", "the address belongs to somebody else")
    meaning = words.meaning_of(text or letter.subject)
    if meaning == "help":
        return _help(letter, writer)
    try:
        item = item_of(place.reply.item_id, writer.actor)
    except Problem as problem:
        return _explained(letter, writer, text, problem)
    row.item_id, row.number = item.id, place.reply.number
    if meaning in ("vote yes", "vote no") and not acts.open_polls(item, place.reply.number):
        meaning = ""  # an answer to a question that somebody asked in words
    try:
        with db.session.begin_nested():
            if meaning:
                return _obeyed(letter, writer, words.obey(meaning, writer.actor, item, place.reply.number), path(item))
            made = answer(writer.actor, letter, item, place.reply.number, text)
            row.number = made.number
            if made.state == "pending":
                _waits(letter, writer, item, made.number)
            return Outcome(TAKEN, "posted")
    except Problem as problem:
        return _explained(letter, writer, text, problem, item)


def _in_space(letter: Letter, slug: str, writer: Writer, row: ReceivedLetter) -> Outcome:
    space = known(slug, writer.actor)
    if space is None:
        return Outcome(NO_SUCH_ADDRESS, "nowhere", "no such address")
    text = text_of(letter)
    if not writer.actor.is_someone:
        why = _("There is no account with your address, so nothing was posted.")
        what = _("Write from the address of your account, or open one on the page.")
        explain(letter, why, what, text=text, path="/signup", is_sure=False)
        return Outcome(TAKEN, "explained", "no account has this address")
    meaning = words.meaning_of(text or letter.subject)
    if meaning == "help":
        return _help(letter, writer)
    place = answered_place(letter.answers, writer.actor)
    try:
        with db.session.begin_nested():
            if meaning in words.ABOUT_SPACES:
                said = words.obey_about_space(meaning, writer.actor, space)
                return _obeyed(letter, writer, said, f"/spaces/{space.slug}")
            if place and (item := db.session.get(Item, place[0])) and item.space_id == space.id:
                made = answer(writer.actor, letter, item, place[1], text)
                row.item_id, row.number = item.id, made.number
                if made.state == "pending":
                    _waits(letter, writer, item, made.number)
                return Outcome(TAKEN, "posted")
            thread = begin(writer.actor, letter, space, text)
            row.item_id, row.number = thread.id, 1
            if thread.state == "pending":
                _waits(letter, writer, thread, 1)
            else:
                said = _("Your discussion “%(title)s” is published in “%(name)s”.", title=thread.title, name=space.name)
                confirm(letter, said, path=path(thread), name=writer.name, locale=writer.locale)
            return Outcome(TAKEN, "begun")
    except Problem as problem:
        return _explained(letter, writer, text, problem)


def _to_the_site(letter: Letter, writer: Writer) -> Outcome:
    if words.meaning_of(text_of(letter) or letter.subject) == "help":
        return _help(letter, writer)
    why = _("Nobody reads what is sent to this address, so nothing was posted.")
    what = _("Answer a letter of a discussion, or write to the address of a space.")
    explain(letter, why, what, text=text_of(letter), name=writer.name, locale=writer.locale, is_sure=False)
    return Outcome(TAKEN, "explained", "nobody reads this address")


def _help(letter: Letter, writer: Writer) -> Outcome:
    spaces = [(name, space_address(slug)) for slug, name in mine(writer.actor)] if writer.actor.is_someone else []
    help_with(letter, spaces=spaces, name=writer.name if writer.is_sure else "", locale=writer.locale)
    return Outcome(TAKEN, "helped")


def _obeyed(letter: Letter, writer: Writer, said: str, where: str) -> Outcome:
    if said:
        confirm(letter, said, path=where, name=writer.name, locale=writer.locale)
    return Outcome(TAKEN, "obeyed")


def _waits(letter: Letter, writer: Writer, item: Item, number: int) -> None:
    said = _("Thank you. A moderator reads your message before it is published.")
    confirm(letter, said, path=path(item, number), name=writer.name, locale=writer.locale)


def _explained(letter: Letter, writer: Writer, text: str, problem: Problem, item: Item | None = None) -> Outcome:
    what = ""
    if isinstance(problem, Closed) and item is not None:
        space = db.session.scalars(select(Space).where(Space.id == item.space_id)).one()
        what = _("To go on, begin a new discussion: write to %(address)s.", address=space_address(space.slug))
    explain(
        letter, words_of(problem), what, text=text, path=path(item) if item else "", name=writer.name,
        locale=writer.locale, is_sure=writer.is_sure,
    )  # fmt: skip
    return Outcome(TAKEN, "explained", type(problem).__name__)
