"""Tying words together, and counting what was searched without saying who."""

import re

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.events import emit
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.index.analysis import stems
from forum.search import tied
from forum.search.models import MissedSearch, Synonym, ToldSearch

LONGEST = 120
# An address, a telephone number: somebody, not a subject. Never counted.
_SOMEBODY = re.compile(r"@|(?:\d[ .-]?){8}")


def tie_words(actor: Actor, text: str) -> Synonym:
    """Words that stand for each other, separated by commas. Raises Forbidden, Invalid when fewer than two say something."""
    require(actor, "keep words", Synonym())
    words = list(dict.fromkeys(" ".join(word.split()) for word in text.replace("\n", ",").split(",") if word.strip()))
    if len({tuple(stems(word)) for word in words} - {()}) < 2:
        raise Invalid(fields={"words": _("Give at least two different words or expressions, separated by commas.")})
    if len(", ".join(words)) > 400:
        raise Invalid(fields={"words": _("That is too long: make two groups of it.")})
    made = Synonym(words=", ".join(words), by_id=actor.id)
    db.session.add(made)
    db.session.flush()
    emit("synonym.tied", actor_id=actor.id)
    tied.look_now()
    return made


def untie_words(actor: Actor, synonym: Synonym) -> None:
    """They stand for themselves again."""
    require(actor, "keep words", synonym)
    db.session.delete(synonym)
    emit("synonym.untied", actor_id=actor.id)
    tied.look_now()


def settle_words(actor: Actor, words: str) -> None:
    """These words were seen to: they leave the list until somebody searches them in vain again."""
    require(actor, "keep words", Synonym())
    for table in (MissedSearch, ToldSearch):
        db.session.execute(delete(table).where(table.words == words))


def countable(words: str) -> str:
    """As they are counted; "" for what is too short, or may be somebody."""
    text = " ".join(words.lower().split())[:LONGEST]
    return "" if len(text) < 3 or _SOMEBODY.search(text) else text


def note_miss(words: str) -> None:
    """Words that found nothing, counted by day without saying who asked: curators write what is missing."""
    if text := countable(words):
        with transaction():
            row = db.session.get(MissedSearch, (clock.today(), text)) or MissedSearch(
                day=clock.today(), words=text, count=0
            )
            row.count += 1
            db.session.add(row)


def note_told(words: str, *, followed: bool) -> None:
    """Results were shown for these words, or one of them was followed. The caller says each once a session."""
    if text := countable(words):
        row = db.session.get(ToldSearch, (clock.today(), text)) or ToldSearch(
            day=clock.today(), words=text, shown=0, followed=0
        )
        if followed:
            row.followed += 1
        else:
            row.shown += 1
        db.session.add(row)
