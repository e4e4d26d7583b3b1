"""What links of letters do: confirm an address, stop. Whoever holds the link may do this and nothing else."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as BaseResponse

from forum.alerts import commands
from forum.alerts.views.ground import private_urls
from forum.core.db import transaction
from forum.core.i18n import language
from forum.web.answers import by_link, secret_page
from forum.web.limits import spend
from forum.web.security import csrf

letters_bp = Blueprint("alert_letters", __name__, url_prefix="/saved-searches")
csrf.exempt(letters_bp)


@letters_bp.route("/confirm/<token>", methods=["GET", "POST"])
@by_link
def confirm(token: str) -> BaseResponse:
    """A button, so that programs which look at links change nothing."""
    spend("confirm a search", "60 per minute")
    search = commands.confirmed_by(token)
    if request.method == "POST":
        with transaction():
            search = commands.confirm(token)
    language.set(search.locale or language.get())
    is_done = search.confirmed_at is not None
    urls = private_urls(search) if is_done else {}
    return secret_page(
        "alerts/confirm.html", search=search, is_done=is_done, urls=urls, token=token,
        stop_token=commands.stop_token(search),
    )  # fmt: skip


@letters_bp.route("/stop/<token>", methods=["GET", "POST"])
@by_link
def stop(token: str) -> BaseResponse:
    """POST (RFC 8058) stops at once."""
    spend("stop a search", "60 per minute")
    search = commands.stopped_by(token)
    if request.method == "POST":
        with transaction():
            commands.stop(search)
    language.set(search.locale or language.get())
    return secret_page("alerts/stop.html", search=search, token=token, is_done=search.stopped_at is not None)


@letters_bp.post("/stop/<token>/undo")
@by_link
def undo(token: str) -> BaseResponse:
    """It was a mistake."""
    spend("stop a search", "60 per minute")
    search = commands.stopped_by(token)
    with transaction():
        commands.resume(search)
    return secret_page("alerts/stop.html", search=search, token=token, is_done=False, back=True)
