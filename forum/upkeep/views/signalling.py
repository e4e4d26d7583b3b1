"""Something changed: by anybody, without an account."""

from flask import request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import language
from forum.core.permissions import require
from forum.items.kinds import path
from forum.upkeep import commands
from forum.upkeep.forms import SignalForm
from forum.upkeep.views.ground import bp, item_or_404
from forum.web.actor import actor
from forum.web.answers import attempt, by_link, page, refused
from forum.web.limits import spend


@bp.route("/items/<int:item_id>/something-changed", methods=["GET", "POST"])
def new(item_id: int) -> BaseResponse:
    """What changed, a sentence, an address for an answer."""
    item, who = item_or_404(item_id), actor()
    require(who, "signal a change", item)
    form = SignalForm(data={"what": request.args.get("what", "")})
    form.offer(item.kind)
    values = {"title": item.title, "url": path(item), "is_someone": who.is_someone}
    if form.validate_on_submit():
        if form.website.data:
            # A program filled in what people do not see: it is thanked, and nothing is written.
            return page("upkeep/thanks.html", email="", **values)
        spend("something changed", "10 per hour", *([who.id] if who.is_someone else []))
        if email := (form.email.data or "").strip().lower():
            spend("something changed, by address", "5 per day", email)
        made = attempt(form, lambda: commands.signal(
            who, item, what=form.what.data or "", text=form.text.data or "", email=form.email.data or "",
        ))  # fmt: skip
        if made:
            return page("upkeep/thanks.html", email=made.email, **values)
    return page("upkeep/new.html", refused(form), form=form, **values)


@bp.route("/signals/confirm/<token>", methods=["GET", "POST"])
@by_link
def confirm(token: str) -> BaseResponse:
    """The address is theirs. A button, so that programs which look at links say nothing."""
    spend("confirm an address", "60 per minute")
    found = commands.of_token(token)
    if request.method == "POST":
        with transaction():
            found = commands.make_sure(token)
    language.set(found.locale or language.get())
    return page("upkeep/confirm.html", is_done=found.is_address_sure)
