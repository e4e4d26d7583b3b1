"""What words and links of letters do, in somebody's name, with the rights that they have on the page.

Each answers the sentence that says what was done, or raises the Problem that the page would show.
"""

from collections.abc import Sequence

from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Conflict, Forbidden
from forum.core.i18n import _, language
from forum.core.ids import without_accents
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.needs.commands import support as stand_behind
from forum.needs.models import Need
from forum.people.queries import mandates_of
from forum.polls import dates
from forum.polls.commands import vote as say
from forum.polls.models import Option, Poll
from forum.polls.queries import options_of
from forum.resources.commands import verify as look
from forum.resources.models import Resource
from forum.threads.commands import accept_answer
from forum.threads.models import Thread
from forum.threads.queries import reply_in

YES, NO = ("oui", "yes", "pour"), ("non", "no", "contre")


def accept(actor: Actor, item: Item, number: int) -> str:
    """Keep a message as the answer."""
    post = reply_in(item, number) if isinstance(item, Thread) else None
    if post is None or not isinstance(item, Thread):
        raise Conflict(_("To keep an answer, send this word as the answer to the letter that holds it."))
    accept_answer(actor, item, post)
    return _("This message is now the answer to “%(title)s”.", title=item.title)


def support(actor: Actor, item: Item, organisation_id: int | None = None) -> str:
    """An organisation stands behind a need."""
    if not isinstance(item, Need):
        raise Conflict(_("To support a need, send this word as the answer to a letter about it."))
    organisation_id, name = _organisation(actor, organisation_id)
    stand_behind(actor, item, organisation_id)
    return _("%(organisation)s supports “%(title)s”.", organisation=name, title=item.title)


def verify(actor: Actor, item: Item) -> str:
    """A curator looked: a resource is right."""
    if not isinstance(item, Resource):
        raise Conflict(_("To say that a resource is still right, send these words as the answer to a letter about it."))
    look(actor, item)
    return _("“%(title)s” is verified as of today.", title=item.title)


def vote(actor: Actor, poll: Poll, chosen: Sequence[int], organisation_id: int | None = None) -> tuple[str, str]:
    """Say a voice; `chosen` are ids of options. Answers the sentence, and the receipt of a secret ballot."""
    name = ""
    if poll.voters == "organisation":
        organisation_id, name = _organisation(actor, organisation_id)
    receipt = say(actor, poll, chosen, organisation_id)
    if poll.is_secret:
        # What was said is written nowhere beside who said it, in no letter either.
        return _("Your secret ballot in “%(question)s” is counted.", question=poll.question), receipt
    said = ", ".join(labels_of(poll, chosen, actor))
    if name:
        return _("%(organisation)s votes “%(answers)s” in “%(question)s”.", organisation=name, answers=said, question=poll.question), ""  # fmt: skip
    return _("Your vote in “%(question)s”: %(answers)s.", question=poll.question, answers=said), ""


def vote_by_words(actor: Actor, item: Item, number: int, said: Sequence[str]) -> str:
    """A letter that says the numbers of answers, or yes or no."""
    polls = open_polls(item, number)
    if not polls:
        raise Conflict(_("There is no open poll here: it may be closed."))
    if len(polls) > 1:
        raise Conflict(_("There are several polls here: vote on the page."))
    (poll,) = polls
    options = options_of(poll.id)
    if said[0] in ("yes", "no"):
        wanted = YES if said[0] == "yes" else NO
        chosen = [option.id for option in options if _flat(option.label) in wanted]
    else:
        chosen = [options[int(each) - 1].id for each in said if 0 < int(each) <= len(options)]
        if len(chosen) != len(said):
            chosen = []
    if not chosen:
        listed = ", ".join(f"{n} = {words}" for n, words in enumerate(_words(options, actor), 1))
        raise Conflict(_("Answer with “vote” and the number of an answer of the poll: %(answers)s.", answers=listed))
    return vote(actor, poll, chosen)[0]


def open_polls(item: Item, number: int) -> list[Poll]:
    """Those that hang on the message; else those of the whole page. One query."""
    rows = select(Poll).where(Poll.item_id == item.id, Poll.closed_at.is_(None), Poll.withdrawn_at.is_(None))
    found = [poll for poll in db.session.scalars(rows.order_by(Poll.id)) if poll.is_open]
    return [poll for poll in found if poll.number == number] or found


def labels_of(poll: Poll, chosen: Sequence[int], actor: Actor) -> list[str]:
    """The answers in words, in the zone of the reader."""
    return _words([option for option in options_of(poll.id) if option.id in chosen], actor)


def _words(options: Sequence[Option], actor: Actor) -> list[str]:
    zone, locale = actor.timezone or "Europe/Paris", language.get() or "fr"
    return [dates.words_of(option, zone, locale) for option in options]


def _organisation(actor: Actor, organisation_id: int | None) -> tuple[int, str]:
    """For whom somebody acts: the one they name, or the only one they may speak for."""
    mine = {row.organisation_id: row.organisation for row in mandates_of(actor.id or 0)}
    if not mine or (organisation_id and organisation_id not in mine):
        raise Forbidden(_("You have no confirmed mandate in this organisation."))
    if organisation_id:
        return organisation_id, mine[organisation_id]
    if len(mine) > 1:
        raise Conflict(_("You act for several organisations: say for which one on the page."))
    return next(iter(mine.items()))


def _flat(label: str) -> str:
    return "".join(filter(str.isalpha, without_accents(label.casefold())))
