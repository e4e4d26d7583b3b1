"""The links at the foot of letters: one click, without signing in, for that reason only; and back again."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import language
from forum.notifications import stopping
from forum.web.answers import by_link, secret_page
from forum.web.limits import spend
from forum.web.security import csrf

# Whoever holds the link may do this and nothing else: no session is asked, none is opened.
bp = Blueprint("unsubscribing", __name__)
csrf.exempt(bp)


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@by_link
def unsubscribe(token: str) -> BaseResponse:
    """A button, so that programs which look at links change nothing; POST (RFC 8058) does it at once."""
    spend("unsubscribe", "60 per minute")
    found = stopping.stopping_of(token)
    if found.user.locale:
        language.set(found.user.locale)
        found = stopping.stopping_of(token)
    undo = ""
    if request.method == "POST":
        with transaction():
            undo = stopping.unsubscribe(token)
    return secret_page(
        "notifications/unsubscribe.html", found=found, stop=found.stop, token=token, undo=undo, back=False
    )


@bp.post("/unsubscribe/<token>/undo")
@by_link
def undo(token: str) -> BaseResponse:
    """It was a mistake: as before."""
    spend("unsubscribe", "60 per minute")
    with transaction():
        found = stopping.resubscribe(token, request.form.get("undo", ""))
    if found.user.locale:
        language.set(found.user.locale)
    return secret_page("notifications/unsubscribe.html", found=found, stop=found.stop, token=token, undo="", back=True)
