"""What administrators see: accounts, and the mail that went to the folder."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import abort, current_app, request
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import require
from forum.people import commands, queries
from forum.people.models import User
from forum.people.views.ground import bp
from forum.web.answers import done, page, signed_in


@bp.get("/admin/people")
def accounts() -> BaseResponse:
    """All accounts, with a search."""
    require(signed_in(), "administer", User)
    words = request.args.get("q", "").strip()
    return page("people/accounts.html", rows=queries.accounts(words, request.args.get("cursor", "")), words=words)


@bp.post("/admin/people/<int:user_id>")
def administer(user_id: int) -> BaseResponse:
    """Suspend, restore, make administrator."""
    who = signed_in()
    require(who, "administer", User)
    user = db.session.scalars(select(User).where(User.id == user_id)).first() or abort(404)
    deed = request.form.get("deed", "")
    with transaction():
        if deed in ("suspend", "restore"):
            commands.suspend(who, user, suspended=deed == "suspend")
        elif deed in ("admin", "no-admin"):
            commands.give_admin(who, user, admin=deed == "admin")
        else:
            abort(422)
    return done(_("Done."), to="/admin/people")


def _folder() -> Path:
    settings = current_app.extensions["settings"]
    url = settings.mail_url
    return Path(url.removeprefix("folder://")) if url.startswith("folder://") else settings.data_dir / "mail"


@bp.get("/admin/mail")
def mail() -> BaseResponse:
    """Messages of the folder, newest first: how an installation without mail server reads its mail."""
    require(signed_in(), "administer", User)
    folder = _folder()
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True) if folder.is_dir() else []
    letters = [_read(path) for path in files[:50]]
    return page(
        "people/mail.html",
        letters=letters,
        uses_folder=not current_app.extensions["settings"].mail_url.startswith("smtp"),
    )


def _read(path: Path) -> dict[str, str]:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    return {"to": str(message["To"]), "subject": str(message["Subject"]), "date": str(message["Date"]), "text": text}
