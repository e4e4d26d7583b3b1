"""What is unread, what is new, what speaks to me: lists over all spaces or one, and all of it marked as read."""

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, Response, abort, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _, ngettext
from forum.core.paging import Page
from forum.core.permissions import Actor
from forum.items.commands import read as reading
from forum.items.listing import without
from forum.items.models.around import Visit
from forum.items.queries import unread as queries
from forum.items.queries.lists import ACTIVE, NEWEST, Filter, listed, placed
from forum.notifications.queries import TO_ME, told
from forum.people.models import User
from forum.spaces.models import Membership, Space
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.answers import done, page, signed_in

VISIT = (Visit.at, Visit.since, Visit.visits)
bp = Blueprint("unread", __name__, url_prefix="/unread")


class Since(NamedTuple):
    """From when on something is new; a first visit has none before it."""

    moment: datetime
    is_first: bool


def here(who: Actor) -> Since:
    """The person is here: what "since your last visit" means. One query, and a short write now and then."""
    return _met(who, db.session.execute(select(*VISIT).where(Visit.user_id == who.id)).first())


def here_at_home(who: Actor) -> tuple[Since, list[tuple[str, str]]]:
    """The same, and slug and name of the spaces joined. One query for both."""
    rows = db.session.execute(
        select(*VISIT, Space.slug, Space.name)
        .select_from(User)
        .outerjoin(Visit, Visit.user_id == User.id)
        .outerjoin(Membership, Membership.user_id == User.id)
        .outerjoin(Space, Space.id == Membership.space_id)
        .where(User.id == who.id)
        .order_by(Space.position, Space.name)
        .limit(50)
    ).all()
    spaces = [(row.slug, row.name) for row in rows if row.slug]
    return _met(who, rows[0] if rows and rows[0].at else None), spaces


def _met(who: Actor, found: Any) -> Since:
    if not found or not reading.here_lately(found.at):
        with transaction():
            found = reading.visit(who)
    return Since(found.since, found.visits == 1)


@bp.get("/")
def index() -> Response:
    """Discussions that I follow or began to read, with messages that I have not read."""
    return _list("unread")


@bp.get("/new")
def new() -> Response:
    """Published since my last visit."""
    return _list("new")


def _list(which: str) -> Response:
    who = signed_in()
    since = here(who)
    space = known(request.args["space"], actor()) or abort(404) if request.args.get("space") else None
    clause = queries.unread(who) if which == "unread" else queries.new(who, since.moment)
    filter = Filter(where=(clause,), space_id=space.id if space else None)
    rows = listed(filter, who, order=ACTIVE if which == "unread" else NEWEST, key=request.args.get("cursor", ""))
    rows = Page(placed(rows.rows, who), rows.next)
    counts = queries.counts(who, since.moment)
    spaces = [(slug, name, old if which == "unread" else fresh) for slug, name, old, fresh in counts]
    return page(
        "pages/unread.html", fragment="items/_list.html", which=which, rows=rows, since=since, space=space, without=without,
        spaces=[each for each in spaces if each[2]], next_url=without(cursor=rows.next) if rows.next else None,
        can_undo=queries.can_undo(who), totals=_totals(counts),
    )  # fmt: skip


def _totals(counts: list[tuple[str, str, int, int]]) -> dict[str, int]:
    return {"unread": sum(row[2] for row in counts), "new": sum(row[3] for row in counts)}


@bp.get("/me")
def me() -> Response:
    """Mentions, replies, answers: what speaks to me, newest first."""
    who = signed_in()
    since = here(who)
    found = told(who, reasons=TO_ME, key=request.args.get("cursor", ""), limit=40)
    return page(
        "pages/for_me.html", fragment="notifications/_groups.html", groups=found.rows, only_unread=False, which="me",
        next_url=without(cursor=found.next) if found.next else None, totals=_totals(queries.counts(who, since.moment)),
    )  # fmt: skip


@bp.post("/read")
def read() -> BaseResponse:
    """Mark a whole list as read, with a way back."""
    who = signed_in()
    which = "new" if request.form.get("which") == "new" else "unread"
    space = known(request.form["space"], who) or abort(404) if request.form.get("space") else None
    with transaction():
        many = reading.read_all(who, which, space.id if space else None)
    said = ngettext("%(n)s publication is marked as read.", "%(n)s publications are marked as read.", many)
    return done(said if many else _("There was nothing to mark."), to="/unread/new" if which == "new" else "/unread/")


@bp.post("/again")
def again() -> BaseResponse:
    """Take the last "mark all as read" back."""
    who = signed_in()
    with transaction():
        many = reading.unread_again(who)
    said = ngettext("%(n)s publication is unread again.", "%(n)s publications are unread again.", many)
    return done(said if many else _("There was nothing to take back."), to="/unread/")
