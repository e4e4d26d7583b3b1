"""What the worklist shows of each thing that waits."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import aliased

from forum.core.db import db
from forum.core.i18n import _
from forum.core.markup.plain import excerpt, text_of
from forum.core.paging import Page
from forum.core.permissions import NOBODYS
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.moderation.models import Report
from forum.moderation.queries.worklist import Ref, Scope, refs
from forum.people.models import User
from forum.spaces.models import JoinRequest, Space
from forum.upkeep.queries import SignalRow, signals_of


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One person's report."""

    reason: str
    text: str
    reporter: str | None
    at: datetime
    receipt: str


@dataclass(frozen=True, slots=True)
class Work:
    """One row of the worklist. `kind`, `title`, `url`: of the publication; `state`: of the message."""

    ref: Ref
    space: str
    space_slug: str
    kind: str = ""
    title: str = ""
    url: str = ""
    state: str = ""
    version: int = 1
    author: str = ""
    author_handle: str = ""
    author_id: int = 0
    author_since: datetime | None = None
    is_newcomer: bool = False
    said: str = ""  # the message itself, cut
    reports: list[ReportRow] = field(default_factory=list)
    asked: str = ""  # what somebody who asks to join says
    signals: list[SignalRow] = field(default_factory=list)  # readers: something changed

    @property
    def reasons(self) -> dict[str, int]:
        """Reasons of the reports, each with how often it was given."""
        found: dict[str, int] = {}
        for each in self.reports:
            found[each.reason] = found.get(each.reason, 0) + 1
        return found

    @property
    def is_appeal(self) -> bool:
        """Among the reports, the author contests a decision."""
        return any(each.reason == "appeal" for each in self.reports)


def work(scope: Scope, *, kind: str = "", key: str = "", limit: int = 50, only: Ref | None = None) -> Page[Work]:
    """A page of the worklist, dressed. Five queries at most, whatever it holds."""
    page = refs(scope, kind=kind, key=key, limit=limit, only=only)
    messages = _messages([ref for ref in page.rows if ref.item_id])
    reports = reports_about([(ref.item_id, ref.number) for ref in page.rows if ref.what == "report"])
    requests = _requests([ref for ref in page.rows if ref.what == "request"])
    signals = signals_of(ref.item_id for ref in page.rows if ref.what == "signal")
    rows = []
    for ref in page.rows:
        facts = requests.get((ref.user_id, ref.space_id)) if ref.what == "request" else messages.get(ref.id)
        if facts is not None:
            said = signals.get(ref.item_id, []) if ref.what == "signal" else []
            rows.append(Work(ref, reports=reports.get((ref.item_id, ref.number), []), signals=said, **facts))
    return Page(rows, page.next)


def _messages(wanted: list[Ref]) -> dict[str, dict[str, Any]]:
    """The publication, the message in it and its author, by the id of the row. One query."""
    if not wanted:
        return {}
    speaker, post = aliased(User), aliased(Post)
    here = [(ref.item_id, ref.number) for ref in wanted if ref.number > 1]
    rows = (
        select(Item.id, Item.kind, Item.title, Item.slug, Item.state, Item.html, Item.version, Space.name, Space.slug,
               post.number, post.state, post.html, post.version, User, speaker, Item.space_id)
        .join(Space, Space.id == Item.space_id)
        .join(User, User.id == Item.author_id)
        .outerjoin(post, (post.item_id == Item.id) & tuple_(post.item_id, post.number).in_(here or [(0, 0)]))
        .outerjoin(speaker, speaker.id == post.author_id)
        .where(Item.id.in_({ref.item_id for ref in wanted}))
    )  # fmt: skip
    firsts, replies = {}, {}
    for row in db.session.execute(rows):
        firsts[row[0]] = _facts(row, 1, row[4], row[5], row[6], row[13])
        if row[9]:
            replies[row[0], row[9]] = _facts(row, row[9], row[10], row[11], row[12], row[14])
    found = {}
    for ref in wanted:
        facts = replies.get((ref.item_id, ref.number)) if ref.number > 1 else firsts.get(ref.item_id)
        if facts:
            found[ref.id] = facts
    return found


def _named(row: Any, number: int) -> dict[str, str]:
    """Its title and address. A conversation's stay with those who are in it: the case is shown instead."""
    if row[15] == NOBODYS:
        return {"title": _("Private conversation"), "url": f"/moderation/items/{row[0]}/messages/{number}"}
    return {"title": row[2], "url": path_of(row[1], row[0], row[3], number)}


def _facts(row: Any, number: int, state: str, html: str, version: int, author: User) -> dict[str, Any]:
    return {
        "kind": row[1], **_named(row, number), "state": state,
        "said": excerpt(text_of(html), 280), "version": version, "space": row[7], "space_slug": row[8],
        "author": author.name, "author_handle": author.handle, "author_id": author.id,
        "author_since": author.created_at, "is_newcomer": author.trust == 0,
    }  # fmt: skip


def reports_about(messages: list[tuple[int, int]], *, closed: bool = False) -> dict[tuple[int, int], list[ReportRow]]:
    """Open reports of these messages, oldest first; all with `closed`. One query."""
    if not messages:
        return {}
    rows = (
        select(Report.item_id, Report.number, Report.reason, Report.text, User.name, Report.at, Report.receipt)
        .outerjoin(User, User.id == Report.reporter_id)
        .where(tuple_(Report.item_id, Report.number).in_(messages))
        .order_by(Report.id)
    )
    if not closed:
        rows = rows.where(Report.state == "open")
    found: dict[tuple[int, int], list[ReportRow]] = {}
    for item_id, number, *facts in db.session.execute(rows):
        found.setdefault((item_id, number), []).append(ReportRow(*facts))
    return found


def _requests(wanted: list[Ref]) -> dict[tuple[int, int], dict[str, Any]]:
    """Who asks to join what, and what they say. One query."""
    if not wanted:
        return {}
    keys = [(ref.user_id, ref.space_id) for ref in wanted]
    rows = (
        select(JoinRequest, User, Space.name, Space.slug)
        .join(User, User.id == JoinRequest.user_id)
        .join(Space, Space.id == JoinRequest.space_id)
        .where(tuple_(JoinRequest.user_id, JoinRequest.space_id).in_(keys))
    )
    return {
        (asked.user_id, asked.space_id): {
            "space": name, "space_slug": slug, "author": user.name, "author_handle": user.handle,
            "author_id": user.id, "author_since": user.created_at, "asked": asked.message,
        }
        for asked, user, name, slug in db.session.execute(rows)
    }  # fmt: skip
