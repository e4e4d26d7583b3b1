"""A person's page, and what they settle for themselves."""

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import can
from forum.people import commands, queries
from forum.people.forms import ChangePasswordForm, ProfileForm, TokenForm, territory_choices, timezone_choices
from forum.people.models import User
from forum.people.views.entering import enter
from forum.people.views.ground import bp
from forum.territories.queries import tree
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in


@bp.get("/people/<handle>")
def profile(handle: str) -> BaseResponse:
    """Who somebody is; rooms above add what they published."""
    user = queries.by_handle(handle)
    if user is None or not can(actor(), "see", user):
        abort(404)
    return page("people/profile.html", person=user, mandates=queries.mandates_of(user.id))


def _me() -> User:
    return db.session.get(User, signed_in().id) or abort(404)


def _settings_page(status: int = 200, **forms: object) -> BaseResponse:
    user = _me()
    node = tree().nodes.get(user.territory_id or 0)
    form = forms.get("form") or ProfileForm(formdata=None, obj=user, territory=node.code if node else "")
    form.territory.choices, form.timezone.choices = territory_choices(), timezone_choices()  # type: ignore[attr-defined]
    values = {
        "form": form,
        "password_form": forms.get("password_form") or ChangePasswordForm(formdata=None),
        "token_form": TokenForm(formdata=None),
        "token": forms.get("token", ""),
    }
    mandates = queries.mandates_of(user.id, "asked", "confirmed")
    return page(
        "people/settings.html", status, person=user, tokens=queries.tokens_of(user.id), mandates=mandates, **values
    )


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> BaseResponse:
    """Name, presentation, territory, language, time zone."""
    user = _me()
    if request.method == "GET":
        return _settings_page()
    form = ProfileForm()
    form.territory.choices, form.timezone.choices = territory_choices(), timezone_choices()
    node = tree().find(form.territory.data or "")
    if form.validate_on_submit() and attempt(form, lambda: _update(user, form, node.id if node else None)):
        return done(_("Saved."), to="/settings")
    return _settings_page(refused(form), form=form)


def _update(user: User, form: ProfileForm, territory_id: int | None) -> bool:
    commands.update_profile(
        actor(), user, name=form.name.data or "", bio=form.bio.data or "", territory_id=territory_id,
        locale=form.locale.data or "", timezone=form.timezone.data or "",
    )  # fmt: skip
    return True


@bp.post("/settings/password")
def password() -> BaseResponse:
    """A new password; other devices are signed out."""
    user = _me()
    form = ChangePasswordForm()
    changed = attempt(
        form,
        lambda: commands.change_password(actor(), user, form.current.data or "", form.password.data or "") or True,
    )
    if changed:
        enter(user, remember=False)
        return done(_("Your new password is kept; other devices are signed out."), to="/settings")
    return _settings_page(422, password_form=form)


@bp.post("/settings/tokens")
def make_token() -> BaseResponse:
    """A bearer token, shown this once."""
    user = _me()
    form = TokenForm()
    with transaction():
        token = commands.create_token(user, tuple((form.scopes.data or "read").split(",")), form.name.data or "")
    return _settings_page(token=token)


@bp.post("/settings/tokens/<int:token_id>/revoke")
def revoke(token_id: int) -> BaseResponse:
    """The token opens nothing any more."""
    with transaction():
        commands.revoke_token(signed_in(), token_id)
    return done(_("The token is revoked."), to="/settings")
