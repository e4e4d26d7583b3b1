"""A guest's own page: what they are invited to, leaving, an account, what is known of them, being erased."""

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, session
from flask_login import logout_user
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.guests import queries
from forum.guests.commands import entering
from forum.guests.forms import AccountForm
from forum.guests.views.ground import bp
from forum.items.kinds import path
from forum.items.queries.heads import Head
from forum.items.queries.reader import watch_of
from forum.people.models import User
from forum.web.actor import actor, forget_actor, open_session
from forum.web.answers import attempt, done, page, refused
from forum.web.limits import spend
from forum.web.slots import fills


def _guest() -> Actor:
    """The guest of this session; anybody else is shown the door."""
    found = actor()
    if not found.is_guest:
        abort(redirect("/guests/door", 303))
    return found


@bp.get("/guests/mine")
def mine() -> BaseResponse:
    """All of it on one page."""
    who = _guest()
    return _page(who, AccountForm(formdata=None, data={"name": who.name}))


def _page(who: Actor, form: AccountForm) -> BaseResponse:
    user = db.session.get_one(User, who.id)
    rows = [(item, path(item), host) for _row, item, host in queries.of_person(user.id)]
    return page("guests/mine.html", refused(form), person=user, rows=rows, form=form)


@bp.post("/guests/account")
def account() -> BaseResponse:
    """A password: from now on an account, with what was written."""
    who = _guest()
    form = AccountForm()
    spend("guest account", "20 per hour", who.id)
    if form.validate_on_submit():
        user = attempt(form, lambda: entering.become(who, form.name.data or "", form.password.data or ""))
        if user:
            open_session(user.id, user.session_key, remember=True)
            return done(_("Welcome! Your account is open, and what you wrote as a guest is yours."), to="/welcome")
    return _page(who, form)


@bp.post("/guests/leave/<int:item_id>")
def leave(item_id: int) -> BaseResponse:
    """No access and no letters any more; what was written stays."""
    who = _guest()
    with transaction():
        entering.leave(who.id or 0, item_id)
    return done(_("You left the discussion. What you wrote stays there."), to="/guests/mine")


@bp.get("/guests/data")
def data() -> Response:
    """What is known of a guest, as a file."""
    who = _guest()
    user = db.session.get_one(User, who.id)
    told: dict[str, Any] = {
        "name": user.name, "email": user.email, "language": user.locale, "since": user.created_at.isoformat(),
        "invitations": [
            {"title": item.title, "address": path(item), "invited_by": host, "invited_at": row.invited_at.isoformat(),
             "came_in_at": row.accepted_at.isoformat() if row.accepted_at else None}
            for row, item, host in queries.of_person(user.id)
        ],
        "messages": [
            {"item": item_id, "number": number, "at": at.isoformat(), "text": source}
            for item_id, number, at, source in queries.messages_of(user.id)
        ],
    }  # fmt: skip
    answer = jsonify(told)
    answer.headers["Content-Disposition"] = "attachment; filename=palabre-guest.json"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/guests/erase")
def erase() -> BaseResponse:
    """Name and address go; what was written stays without them."""
    who = _guest()
    with transaction():
        entering.forget_me(who)
    session.clear()
    logout_user()
    forget_actor()
    return done(_("It is done: your name and your address are erased here, and no letter comes any more."), to="/")


@fills("beside an item", position=5)
def beside(item: Head) -> str:
    """On the discussion, for a guest: where they stand and what they may do. One query, for guests alone."""
    who = actor()
    if not who.is_guest or item.id not in who.let_in:
        return ""
    return render_template("guests/_you.html", item=item, level=watch_of(who, item.id), person=who)
