"""Reports, and decisions with their reasons."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum.core import clock
from forum.core.db import db

REASONS = (
    "spam",
    "abuse",
    "illegal",
    "personal_data",
    "false",
    "outdated",
    "off_topic",
    "other",
)
APPEAL = "appeal"  # the author contests a decision: it waits in the same worklist, as a report of its own kind
DEEDS = ("approve", "refuse", "hide", "restore", "dismiss", "reopen")


class Report(db.Model):
    """Somebody says that a message is wrong. `state`: open, upheld, dismissed."""

    __tablename__ = "reports"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int] = mapped_column(default=1)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str] = mapped_column(String(254), default="")  # of somebody without an account
    receipt: Mapped[str] = mapped_column(String(40), unique=True)  # the number to follow it by
    reason: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="open")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    __table_args__ = (
        Index("ix_reports_state", "state", "item_id", "number"),  # the worklist; an item may have moved since
        Index("ix_reports_item_id", "item_id", "number"),  # reports of one message
    )


class Decision(db.Model):
    """What a moderator did and why: the statement of reasons that the author is told (DSA art. 17)."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    number: Mapped[int] = mapped_column(default=1)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))  # whose keepers decided; the item may move
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))  # of the message: who is told why
    deed: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str] = mapped_column(String(16), default="")  # of REASONS
    text: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[str] = mapped_column(String(8), default="")  # the state that the message had
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))  # the decision that this one takes back
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_automated: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    __table_args__ = (
        Index("ix_decisions_space_id", "space_id", "id"),  # the log
        Index("ix_decisions_item_id", "item_id", "number", "id"),  # what was decided about a message
    )
