"""Free words with how often they are used."""

from dataclasses import dataclass

from sqlalchemy import func, select

from forum.core.db import db
from forum.core.paging import Page, cut, unpack
from forum.items.models.item import ItemTag
from forum.territories.models import Tag


@dataclass(frozen=True, slots=True)
class TagRow:
    """One word."""

    slug: str
    label: str
    uses: int
    merged: int  # other spellings that lead here


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
