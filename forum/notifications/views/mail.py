"""What comes by mail: one page of settings; an address that refused letters is confirmed again."""

from flask import render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core import clock
from forum.core.db import transaction
from forum.core.i18n import _
from forum.notifications import bounces, commands, queries
from forum.notifications.calendar import next_digest
from forum.notifications.forms import MailForm
from forum.notifications.models import REFUSABLE
from forum.notifications.views.ground import bp
from forum.people.queries import by_handle
from forum.web.actor import actor
from forum.web.answers import attempt, by_link, done, page, refused, signed_in
from forum.web.limits import spend
from forum.web.slots import fills


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> BaseResponse:
    """What comes by mail, at once and in a summary; when."""
    who = signed_in()
    kept = queries.wishes_of(who)
    form = MailForm(
        mail=kept.mail, digest=kept.digest, hour=kept.hour, weekday=kept.weekday,
        wanted=[reason for reason in REFUSABLE if reason not in kept.refused],
    )  # fmt: skip
    if form.validate_on_submit():
        choices = {
            "digest": form.digest.data, "hour": form.hour.data, "weekday": form.weekday.data,
            "refused": [reason for reason in REFUSABLE if reason not in (form.wanted.data or ())],
        }  # fmt: skip
        if attempt(form, lambda: commands.choose_mail(who, form.mail.data, **choices) or True):
            return done(_("Your choice is kept."), to="/notifications/settings")
    next_at = next_digest(kept, who.timezone, clock.now())
    return page("notifications/settings.html", refused(form), form=form, zone=clock.city(who.timezone), next_at=next_at)


@bp.post("/mail/again")
def again() -> BaseResponse:
    """Send a letter to the address that refused some, with a link to begin again."""
    who = signed_in()
    spend("mail", "5 per hour", who.id)
    with transaction():
        email = bounces.ask_again(who)
    said = _("A letter is on its way to %(email)s: follow the link in it. If it does not arrive, the address is wrong.", email=email)  # fmt: skip
    return done(said, to="/notifications/settings")


@bp.route("/mail/again/<token>", methods=["GET", "POST"])
@by_link
def begin(token: str) -> BaseResponse:
    """The link of that letter: a button, so that programs which look at links confirm nothing."""
    if request.method == "POST":
        with transaction():
            bounces.start_again(token)
        return done(_("Your address works: letters come again."), to="/notifications/settings")
    user = bounces.of_token(token)
    return page("notifications/again.html", email=user.email, token=token)


@fills("above what comes by mail")
@fills("above the notifications", position=5)
def stopped() -> str:
    """Wherever letters are waited for: that none leaves, and what to do. One query, one more when it is so."""
    who = actor()
    if not who.is_someone or not bounces.is_stopped(who.id or 0):
        return ""
    account = by_handle(who.handle)
    return render_template("notifications/_stopped.html", email=account.email if account else "")


@fills("in the settings", position=20)
def in_settings(person: object) -> str:
    """A way to the choices from the page of settings."""
    return render_template("notifications/_in_settings.html")
