"""Who takes part in a discussion: the same for every reader, so kept until the item changes."""

from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy import func, select

from forum.core.db import db
from forum.items.models.post import Post
from forum.items.queries.heads import Head
from forum.people.models import Organisation, User

SHOWN, KEPT, LONG = 12, 500, 2000


@dataclass(frozen=True, slots=True)
class Summary:
    """Participants (handle, name, messages; the author of the item included), their number, organisations."""

    participants: list[tuple[str, str, int]]
    people: int
    organisations: list[tuple[str, str]]


_kept: OrderedDict[tuple[object, ...], Summary] = OrderedDict()


def summary_of(head: Head) -> Summary:
    """Counts public messages only. Two queries, none while kept; of a long one, what is kept may be some messages old."""
    key = (str(db.engine.url), head.id, head.stamp if head.last_number < LONG else head.stamp // 50)
    if key not in _kept:
        _kept[key] = _count(head)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[key]


def _count(head: Head) -> Summary:
    public = (Post.item_id == head.id, Post.state == "public")
    authors = dict(
        db.session.execute(select(Post.author_id, func.count()).where(*public).group_by(Post.author_id)).all()
    )
    authors[head.author_id] = authors.get(head.author_id, 0) + 1
    most = sorted(authors, key=lambda each: (-authors[each], each))[:SHOWN]
    names = {
        row.id: (row.handle if row.state == "active" else "", row.name)
        for row in db.session.execute(select(User.id, User.handle, User.name, User.state).where(User.id.in_(most)))
    }
    spoke = select(Post.organisation_id).where(*public, Post.organisation_id.is_not(None)).distinct()
    known = Organisation.id.in_(spoke)
    if head.organisation_id:
        known |= Organisation.id == head.organisation_id
    rows = select(Organisation.slug, Organisation.name).where(known).order_by(Organisation.name).limit(50)
    organisations = [(slug, name) for slug, name in db.session.execute(rows)]
    return Summary([(*names[each], authors[each]) for each in most if each in names], len(authors), organisations)
