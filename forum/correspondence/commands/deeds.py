"""Links of letters: for one person and one act, once, for thirty days. They sign nobody in."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Invalid, NotFound
from forum.core.i18n import _, language
from forum.core.letters import opened
from forum.core.permissions import Actor
from forum.correspondence.commands import acts
from forum.correspondence.commands.posting import item_of
from forum.correspondence.models import UsedLink
from forum.items.models.item import Item
from forum.notifications.deeds import PURPOSE
from forum.people.models import User
from forum.people.queries import MandateRow, mandates_of
from forum.polls import dates
from forum.polls.models import Poll
from forum.polls.queries import options_of
from forum.spaces import actors

LIVES = 30 * 86_400


@dataclass(frozen=True, slots=True)
class Deed:
    """What a link would do: for the page with the button."""

    what: str  # vote, accept, support, verify
    user: User
    actor: Actor
    item: Item
    number: int = 1
    poll: Poll | None = None
    chosen: tuple[int, ...] = ()
    organisations: tuple[MandateRow, ...] = ()

    @property
    def answers(self) -> list[tuple[int, str]]:
        """What a poll offers, where the link does not say what is chosen: (id, words)."""
        if self.poll is None or self.chosen:
            return []
        ids = [option.id for option in options_of(self.poll.id)]
        return list(zip(ids, acts.labels_of(self.poll, ids, self.actor), strict=True))

    @property
    def hours_of(self) -> str:
        """The city whose hours the answers tell; empty when they tell none."""
        if self.poll is None or not dates.has_hours(options_of(self.poll.id)):
            return ""
        return clock.city(self.actor.timezone or "Europe/Paris")

    @property
    def closes(self) -> str:
        """When the poll closes, in words."""
        if self.poll is None or self.poll.closes_at is None:
            return ""
        return dates.moment_words(self.poll.closes_at, self.actor.timezone or "Europe/Paris", language.get() or "fr")

    @property
    def choice(self) -> str:
        """What the link chooses, in words."""
        return ", ".join(acts.labels_of(self.poll, self.chosen, self.actor)) if self.poll and self.chosen else ""


def user_of(token: str) -> User:
    """Whose link it is. Raises Invalid when it is forged, too old, or of somebody who may not act any more."""
    values = opened(PURPOSE, token, seconds=LIVES)
    user = db.session.scalars(select(User).where(User.id == values[0])).first()
    if user is None:
        raise Invalid(_("This link is not complete: copy it whole from the message."))
    return user


def deed_of(token: str) -> Deed:
    """What the link says. Raises Invalid, or NotFound for what its person may not read any more."""
    user = user_of(token)
    _user_id, what, about, *more = opened(PURPOSE, token, seconds=LIVES)
    actor = actors.of_user(user.id)
    if actor is None:
        raise NotFound(_("This account cannot act at present."))
    organisations = tuple(mandates_of(user.id))
    if what != "vote":
        item = item_of(about, actor)
        number = more[0] if more else 1
        return Deed(what, user, actor, item, number, organisations=organisations if what == "support" else ())
    poll = db.session.get(Poll, about)
    if poll is None or poll.withdrawn_at is not None:
        raise NotFound(_("This poll does not exist, or is not open to you."))
    voters = organisations if poll.voters == "organisation" else ()
    return Deed(what, user, actor, item_of(poll.item_id, actor), poll.number, poll, tuple(more), voters)


def do(token: str, chosen: Sequence[int] = (), organisation_id: int | None = None) -> tuple[str, str]:
    """Do what the link is for, once. Answers the sentence that says so, and the receipt of a secret ballot.

    Raises Conflict for a link that was used, and what the page would raise.
    """
    deed = deed_of(token)
    # A secret ballot is cast once anyhow, and the minute at which somebody voted is better written nowhere.
    if deed.poll is None or not deed.poll.is_secret:
        _use(token)
    if deed.poll is not None:
        return acts.vote(deed.actor, deed.poll, deed.chosen or list(chosen), organisation_id)
    if deed.what == "accept":
        return acts.accept(deed.actor, deed.item, deed.number), ""
    if deed.what == "support":
        return acts.support(deed.actor, deed.item, organisation_id), ""
    return acts.verify(deed.actor, deed.item), ""


def _use(token: str) -> None:
    digest = sha256(token.encode()).hexdigest()
    try:
        with db.session.begin_nested():
            if db.session.get(UsedLink, digest) is None:
                db.session.add(UsedLink(digest=digest))
                return
    except IntegrityError:  # pressed twice at the same moment
        pass
    raise Conflict(_("This link has been used already: it works once. To change something, go to the page."))
