"""Free words with how often they are used."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.paging import Page, cut, unpack
from forum.items.models.item import ItemTag
from forum.items.models.keeping import TagMerge
from forum.people.models import User
from forum.territories.models import Tag


@dataclass(frozen=True, slots=True)
class TagRow:
    """One word."""

    slug: str
    label: str
    uses: int
    merged: int  # other spellings that lead here


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A word that became another one."""

    slug: str
    label: str
    kept_slug: str
    kept: str
    by: str | None
    at: datetime
    items: int
    can_be_undone: bool  # else what it became was merged further: that comes first


def merges(tag_id: int) -> list[MergeRow]:
    """What led to this word and what it became, newest first; what was taken back left out. One query."""
    word, kept = aliased(Tag), aliased(Tag)
    rows = (
        select(TagMerge, word, kept, User.name)
        .join(word, word.id == TagMerge.tag_id)
        .join(kept, kept.id == TagMerge.kept_id)
        .outerjoin(User, User.id == TagMerge.by_id)
        .where(or_(TagMerge.tag_id == tag_id, TagMerge.kept_id == tag_id), TagMerge.undone_at.is_(None))
        .order_by(TagMerge.id.desc())
        .limit(50)
    )
    return [
        MergeRow(
            tag.slug, tag.label, other.slug, other.label, by, merge.at,
            len(merge.data["moved"]) + len(merge.data["both"]), tag.merged_into_id == other.id,
        )
        for merge, tag, other, by in db.session.execute(rows)
    ]  # fmt: skip


def tags(key: str = "", words: str = "", limit: int = 100) -> Page[TagRow]:
    """Words in their order, those merged left out. One query."""
    uses = select(func.count()).where(ItemTag.tag_id == Tag.id).correlate(Tag).scalar_subquery()
    merged_in = Tag.__table__.alias()
    merged = select(func.count()).select_from(merged_in).where(merged_in.c.merged_into_id == Tag.id).scalar_subquery()
    rows = select(Tag.slug, Tag.label, uses, merged).where(Tag.merged_into_id.is_(None)).order_by(Tag.slug)
    if words.strip():
        rows = rows.where(Tag.label.icontains(words.strip()[:60], autoescape=True))
    if after := unpack(key, 1):
        rows = rows.where(Tag.slug > str(after[0]))
    page = cut(db.session.execute(rows.limit(limit + 1)).all(), limit, lambda row: (row.slug,))
    return Page([TagRow(*row) for row in page.rows], page.next)
