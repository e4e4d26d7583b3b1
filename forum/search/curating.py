"""What curators see of the search: words tied together, words in vain. Words only, nobody's name."""

from datetime import timedelta

from sqlalchemy import Row, func, select

from forum.core import clock
from forum.core.db import db
from forum.people.models import User
from forum.search.models import MissedSearch, Synonym, ToldSearch

DAYS = 90
POPULAR_DAYS = 30
SESSIONS = 5  # fewer different sessions, and words are nobody's business but theirs
IN_VAIN = 3


def synonyms() -> list[Row[tuple[int, str, str]]]:
    """(id, words, who tied them), newest first. One query."""
    rows = select(Synonym.id, Synonym.words, User.name).outerjoin(User, User.id == Synonym.by_id)
    return list(db.session.execute(rows.order_by(Synonym.id.desc()).limit(500)))


def missed(limit: int = 50) -> list[Row[tuple[str, int]]]:
    """(words, how often) that found nothing, most often first. One query."""
    often = func.sum(MissedSearch.count)
    rows = select(MissedSearch.words, often).where(MissedSearch.day > clock.today() - timedelta(days=DAYS))
    return list(
        db.session.execute(rows.group_by(MissedSearch.words).order_by(often.desc(), MissedSearch.words).limit(limit))
    )


def unfollowed(limit: int = 50) -> list[Row[tuple[str, int]]]:
    """(words, in how many sessions) that found something which nobody went to. One query."""
    often = func.sum(ToldSearch.shown)
    rows = select(ToldSearch.words, often).where(ToldSearch.day > clock.today() - timedelta(days=DAYS))
    rows = rows.group_by(ToldSearch.words).having(often >= IN_VAIN, func.sum(ToldSearch.followed) == 0)
    return list(db.session.execute(rows.order_by(often.desc(), ToldSearch.words).limit(limit)))


def popular(limit: int = 8) -> list[str]:
    """Words of several sessions which led somewhere. One query."""
    often = func.sum(ToldSearch.shown)
    rows = select(ToldSearch.words).where(ToldSearch.day > clock.today() - timedelta(days=POPULAR_DAYS))
    rows = rows.group_by(ToldSearch.words).having(often >= SESSIONS, func.sum(ToldSearch.followed) > 0)
    return list(db.session.scalars(rows.order_by(often.desc(), ToldSearch.words).limit(limit)))
