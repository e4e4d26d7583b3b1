"""Letters of moderation: the statement of reasons to the author, the outcome to whoever reported or proposed."""

from sqlalchemy import select

from forum.core import letters
from forum.core.db import db
from forum.core.events import Event
from forum.core.markup.plain import excerpt, text_of
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.moderation.models import APPEAL, Report
from forum.moderation.queries.decisions import DecisionRow, statement
from forum.moderation.words import DEED_LABELS, GROUNDS
from forum.people.models import User
from forum.resources.models import Verification


def to_author(event: Event) -> None:
    """What was decided about their message, why, and how to contest it. Always sent: the law asks for it."""
    found, author = statement(event.data["decision"]), db.session.get(User, event.user_id)
    if found is None or author is None or not author.email or author.state not in ("active", "guest"):
        return
    letters.send(
        "moderation/decision", to=author.email, key=f"decision/{event.id}/author", locale=author.locale,
        name=author.name, decision=found, quoted=excerpt(_words(found), 1000), deeds=DEED_LABELS,
        ground=GROUNDS.get(found.ground, ""),
    )  # fmt: skip


def _words(found: DecisionRow) -> str:
    if found.number == 1:
        html = db.session.scalar(select(Item.html).where(Item.id == found.item_id))
    else:
        html = db.session.scalar(select(Post.html).where(Post.item_id == found.item_id, Post.number == found.number))
    return text_of(html or "")


def to_reporters(event: Event) -> dict[int, str]:
    """The outcome, to those who reported; answers the receipts of those who have an account, by person."""
    rows = (
        select(Report, User)
        .outerjoin(User, User.id == Report.reporter_id)
        .where(Report.id.in_(event.data.get("reports", ())), Report.reason != APPEAL)
    )
    members = {}
    for report, user in db.session.execute(rows).all():
        if user:
            members[user.id] = report.receipt
        if report.email:
            letters.send(
                "moderation/outcome", to=report.email, key=f"decision/{event.id}/report/{report.id}", locale="fr",
                receipt=report.receipt, state=report.state,
            )  # fmt: skip
    return members


def to_proposer(event: Event) -> None:
    """A proposed resource was refused: its author reads why, and how to have it looked at again."""
    rows = (
        select(Item, User, Verification.note)
        .join(User, User.id == Item.author_id)
        .join(Verification, Verification.resource_id == Item.id)
        .where(Item.id == event.item_id)
        .order_by(Verification.id.desc())
    )
    row = db.session.execute(rows).first()
    if row is None or not row.User.email or row.User.state != "active" or row.User.id == event.actor_id:
        return
    letters.send(
        "moderation/refused", to=row.User.email, key=f"resource/{event.id}/refused", locale=row.User.locale,
        name=row.User.name, title=row.Item.title, path=path(row.Item), why=row.note,
    )  # fmt: skip
