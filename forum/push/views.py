"""The page of devices, and the offer beside the notifications."""

from flask import Blueprint, abort, current_app, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.push import commands, queries
from forum.push.forms import PushForm
from forum.push.keys import public_key
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend
from forum.web.slots import fills

bp = Blueprint("push", __name__, url_prefix="/notifications/devices")


@bp.route("", methods=["GET", "POST"])
def index() -> BaseResponse:
    """Which devices are told, how much, and the hours of rest."""
    who = signed_in()
    kept = queries.wishes_of(who)
    form = PushForm(everything="yes" if kept.everything else "no", quiet_from=kept.quiet_from, quiet_to=kept.quiet_to)
    if form.validate_on_submit():
        choice = {
            "everything": form.everything.data == "yes",
            "quiet_from": form.quiet_from.data,
            "quiet_to": form.quiet_to.data,
        }
        if attempt(form, lambda: commands.choose(who, **choice) or True):
            return done(_("Your choice is kept."), to="/notifications/devices")
    return page(
        "push/devices.html", refused(form), form=form, devices=queries.devices_of(who), zone=who.timezone, key=_key()
    )


@bp.post("/add")
def add() -> BaseResponse:
    """The script of the page, after a gesture and the browser's own question."""
    who = signed_in()
    spend("push", "20 per hour", who.id)
    given = request.form
    offered = commands.Offered(
        given.get("endpoint", ""), given.get("key", ""), given.get("auth", ""), _name(request.user_agent.string)
    )
    try:
        with transaction():
            commands.add(who, offered, current_app.extensions["settings"].push_services)
    except Invalid as problem:
        return make_response(jsonify(message=problem.message), 422)
    return make_response(jsonify(message=_("This device will be told.")), 201)


@bp.post("/<int:device_id>/remove")
def remove(device_id: int) -> BaseResponse:
    """No more of this device."""
    who = signed_in()
    with transaction():
        commands.remove(who, device_id) or abort(404)
    return done(_("This device is told no more."), to="/notifications/devices")


@bp.post("/no-offer")
def no_offer() -> BaseResponse:
    """The offer is not made again."""
    who = signed_in()
    with transaction():
        commands.refuse_offer(who)
    return done(_("You will not be asked again. The page of notifications leads to the choice."), to="/notifications/")


def _key() -> str:
    return public_key(current_app.extensions["settings"].secret_key)


def _name(agent: str) -> str:
    """Firefox, Android: words by which somebody knows their device again."""
    browsers = ("Firefox", "Edg", "OPR", "SamsungBrowser", "Chrome", "Safari")
    systems = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")
    words = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Mac OS": "Mac"}
    found = [next((each for each in names if each in agent), "") for names in (browsers, systems)]
    return ", ".join(words.get(each, each) for each in found if each)


@fills("above the notifications")
def offer() -> str:
    """Beside what was told, to whoever has written once and was not asked yet."""
    who = actor()
    if not who.is_someone or not queries.is_offered(who):
        return ""
    return render_template("push/_offer.html", key=_key())
