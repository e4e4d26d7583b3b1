"""Signing up, confirming, signing in and out, a forgotten password."""

from flask import redirect, request, session
from flask_login import logout_user
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.events import emit
from forum.core.i18n import _
from forum.people import commands
from forum.people.commands import accounts
from forum.people.forms import AddressForm, NewPasswordForm, SignInForm, SignUpForm, territory_choices
from forum.people.models import User
from forum.people.views.ground import bp
from forum.territories.queries import tree
from forum.web import carried
from forum.web.actor import actor, forget_actor, open_session
from forum.web.answers import attempt, by_link, done, page, refused
from forum.web.limits import forgive, spend
from forum.web.locale import locale
from forum.web.security import safe_next


def enter(user: User, *, remember: bool) -> None:
    """Open a session for somebody who proved who they are."""
    open_session(user.id, user.session_key, remember=remember)


@bp.route("/signup", methods=["GET", "POST"])
def signup() -> BaseResponse:
    """Open an account. The answer is the same whether the address was known or not."""
    if actor().is_someone:
        return redirect("/", 303)
    form = SignUpForm()
    form.territory.choices = territory_choices()
    if form.validate_on_submit():
        spend("signup", "20 per hour")
        if form.website.data:  # a field that nobody sees: only a machine fills it
            return page("people/sent.html", email=form.email.data)
        node = tree().find(form.territory.data or "")
        if attempt(form, lambda: _sign_up(form, node.id if node else None)):
            return page("people/sent.html", email=form.email.data)
    return page("people/signup.html", refused(form), form=form)


def _sign_up(form: SignUpForm, territory_id: int | None) -> bool:
    spend("mail", "5 per hour", (form.email.data or "").strip().lower())
    commands.sign_up(
        name=form.name.data or "", email=form.email.data or "", password=form.password.data or "", locale=locale(),
        territory_id=territory_id,
    )  # fmt: skip
    return True


@bp.route("/confirm/<token>", methods=["GET", "POST"])
@by_link
def confirm(token: str) -> BaseResponse:
    """The link of the message: a button, so that programs which look at links confirm nothing."""
    if request.method == "POST":
        with transaction():
            user = commands.confirm(token)
        enter(user, remember=True)
        return done(_("Welcome! Your account is open."), to="/welcome")
    name = accounts.pending_of(token).name
    return page("people/confirm.html", name=name, token=token)


@bp.get("/welcome")
def welcome() -> BaseResponse:
    """First steps."""
    if not actor().is_someone:
        return redirect("/login?next=/welcome", 303)
    return page("people/welcome.html")


@bp.route("/login", methods=["GET", "POST"])
def login() -> BaseResponse:
    """Sign in, then go where one was going."""
    target = safe_next(request.args.get("next"))
    brought = carried.unpacked(request.form.get("carried", ""))
    if actor().is_someone and not brought:
        return redirect(target, 303)
    form = SignInForm()
    if form.validate_on_submit():
        attempts = ("login", "10 per minute", request.remote_addr, (form.login.data or "").strip().lower())
        spend(*attempts)
        user = commands.authenticate(form.login.data or "", form.password.data or "")
        if user:
            forgive(*attempts)
            enter(user, remember=bool(form.remember.data))
            with transaction():
                emit("person.signed_in", actor_id=user.id)
            if brought:
                said = _("You are signed in. Your text was not sent yet: check it, then send it.")
                return page("shared/resend.html", title=_("Your text is still here"), message=said, carried=brought)
            return redirect(target, 303)
        form.form_errors.append(_("This address and this password do not go together, or the account is not open yet."))
    return page("people/login.html", refused(form), form=form, carried=brought)


@bp.post("/logout")
def logout() -> BaseResponse:
    """Sign out on this device."""
    session.clear()
    logout_user()  # last: it leaves the word that takes the "remember me" cookie away
    forget_actor()
    return redirect("/", 303)


@bp.route("/password", methods=["GET", "POST"])
def forgotten() -> BaseResponse:
    """Ask for a link to choose a new password. The answer is the same for any address."""
    form = AddressForm()
    if form.validate_on_submit():
        spend("mail", "5 per hour", (form.email.data or "").strip().lower())
        spend("password", "20 per hour")
        if attempt(form, lambda: commands.ask_new_password(form.email.data or "") or True):
            return page("people/sent.html", email=form.email.data, password=True)
    return page("people/forgotten.html", refused(form), form=form)


@bp.route("/password/<token>", methods=["GET", "POST"])
@by_link
def reset(token: str) -> BaseResponse:
    """Choose a new password by the link of the message."""
    form = NewPasswordForm()
    accounts.owner_of(token)
    if form.validate_on_submit() and (
        user := attempt(form, lambda: commands.set_password(token, form.password.data or ""))
    ):
        enter(user, remember=False)
        return done(_("Your new password is kept."), to="/")
    return page("people/reset.html", refused(form), form=form)
