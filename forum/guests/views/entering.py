"""For those who were invited: the link, the door, no more letters."""

from collections.abc import Callable

from flask import redirect, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.errors import Conflict
from forum.core.i18n import _, language
from forum.guests import queries
from forum.guests.commands import entering, inviting
from forum.guests.forms import DoorForm, EnterForm
from forum.guests.views.ground import bp, by_link, letters_bp
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.items.queries.heads import readable
from forum.people.commands.accounts import checked_address
from forum.people.models import User
from forum.web.actor import actor, open_session
from forum.web.answers import attempt, done, page, refused, secret_page
from forum.web.limits import spend
from forum.web.security import csrf

csrf.exempt(letters_bp)  # no session is asked: whoever holds the link may refuse letters and nothing else


@bp.route("/guests/in/<token>", methods=["GET", "POST"])
@by_link
def enter(token: str) -> BaseResponse:
    """A button, so that programs which look at links use nothing up."""
    spend("guest link", "60 per minute")
    guest, item = entering.opened(token)
    if not actor().locale and "language" not in request.cookies:
        language.set(guest.locale)
    form = EnterForm(data={"name": guest.name})
    owner = queries.person_of(guest.email)
    knows_name = actor().is_someone or (owner is not None and owner.state == "guest")
    if form.validate_on_submit():
        user = attempt(form, lambda: _entered(token, form))
        if user:
            return _inside(user, guest.item_id)
    return secret_page(
        "guests/enter.html", refused(form), guest=guest, item=item, form=form, knows_name=knows_name,
        host=db.session.get(User, guest.by_id), token=token,
        must_sign_in=owner is not None and owner.state == "active" and owner.id != actor().id,
    )  # fmt: skip


def _entered(token: str, form: EnterForm) -> User:
    try:
        return entering.enter(actor(), token, form.name.data or "")
    except IntegrityError as problem:  # pressed twice at the same moment: the other one came first
        raise Conflict(_("This link was used a moment ago: open the discussion.")) from problem


def _inside(user: User, item_id: int) -> BaseResponse:
    item = db.session.get_one(Item, item_id)
    if user.state == "guest":
        open_session(user.id, user.session_key, remember=True)
    said = _("Welcome, %(name)s. You may read and answer here; new messages come by mail.", name=user.name)
    return done(said, to=path(item))


@bp.get("/guests/to/<int:item_id>")
def to(item_id: int) -> BaseResponse:
    """Where letters to guests lead: the message; on a device that does not know them, the door."""
    item = readable(item_id, actor())
    if item is None or not actor().takes_part_in(item_id):
        return redirect("/guests/door", 303)
    return redirect(path(item, request.args.get("post", 1, type=int)), 303)


@bp.route("/guests/door", methods=["GET", "POST"])
def door() -> BaseResponse:
    """A new link, to the address that was invited. The answer is the same for any address."""
    form = DoorForm()
    if form.validate_on_submit():
        email = (form.email.data or "").strip().lower()
        spend("door", "20 per hour")
        if attempt(form, lambda: _ask(email)):
            return page("guests/sent.html", email=email)
    return page("guests/door.html", refused(form), form=form)


def _ask(email: str) -> bool:
    email = checked_address(email)
    spend("guest letter", "6 per day", email)
    entering.ask_for_link(email)
    return True


@letters_bp.route("/no-more/<token>", methods=["GET", "POST"])
@by_link
def no_more(token: str) -> BaseResponse:
    """No invitations to this address any more: POST (RFC 8058) does it at once."""
    return _about_letters(token, inviting.refuse)


@letters_bp.post("/no-more/<token>/undo")
@by_link
def again(token: str) -> BaseResponse:
    """It was a mistake."""
    return _about_letters(token, inviting.accept_letters_again)


def _about_letters(token: str, do: Callable[[str], None]) -> BaseResponse:
    spend("guest link", "60 per minute")
    inviting.refusal_of(token)
    if request.method == "POST":
        with transaction():
            do(token)
    is_done = request.method == "POST" and do is inviting.refuse
    return secret_page("guests/no_more.html", token=token, is_done=is_done, is_back=do is not inviting.refuse)
