"""Thirty days before its review is due, whoever keeps a document is told: on the site, and by mail as they wish."""

from datetime import timedelta

from sqlalchemy import or_, select

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.worker import every
from forum.documents.models import Document
from forum.items.commands.tell import tell

DAYS = 30


@every(3600, name="document reviews")
def tell_what_is_due() -> int:
    """Each day of review once. Answers how many. Two workers at once: the row is locked, the second one sees it done."""
    soon = clock.today() + timedelta(days=DAYS)
    here = (Document.review_by <= soon, Document.state == "public", Document.is_example.is_(False),
            Document.standing != "draft")  # fmt: skip
    told = or_(Document.told_due.is_(None), Document.told_due != Document.review_by)
    rows = select(Document).where(*here, told).order_by(Document.review_by).limit(200)
    with transaction():
        found = db.session.scalars(rows.with_for_update(of=Document.__table__, skip_locked=True)).all()
        for document in found:
            document.told_due = document.review_by
            path = f"/documents/{document.id}-{document.slug}"
            event = tell("document.due", document, actor_id=None, number=1, path=path)
            event.user_id = document.owner_id or document.author_id
    return len(found)
