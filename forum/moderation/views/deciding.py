"""Deciding about a message, from the worklist or from its own page; taking a decision back."""

from flask import Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import NOBODYS, require
from forum.items.kinds import path
from forum.items.policy import Message
from forum.moderation.commands import decide as deciding
from forum.moderation.forms import DecisionForm
from forum.moderation.queries import decisions
from forum.moderation.queries.private import neighbours
from forum.moderation.queries.work import reports_about
from forum.moderation.views.ground import bp, decision_or_404, here, message_or_404, row, row_asked, settled
from forum.moderation.words import DEED_LABELS
from forum.web.actor import actor
from forum.web.answers import attempt, by_htmx, done, page, refused, signed_in


def said(deed: str) -> str:
    """What happened, in a sentence."""
    return {
        "approve": _("Published. Its author is told."),
        "refuse": _("Refused. Its author is told why."),
        "hide": _("Hidden. Its author is told why."),
        "restore": _("Public again. Its author is told."),
        "dismiss": _("Report closed, the message stays."),
    }.get(deed, "")


def named(message: Message) -> tuple[str, str]:
    """Title and address of what the message is in. Of a conversation: neither its subject nor its page."""
    if message.space_id == NOBODYS:
        return _("Private conversation"), f"/moderation/items/{message.item.id}/messages/{message.number}"
    return message.item.title, path(message.item, message.number)


@bp.get("/moderation/items/<int:item_id>/messages/<int:number>")
def case(item_id: int, number: int) -> Response:
    """One message with its reports and all that was decided about it."""
    message = message_or_404(item_id, number)
    require(signed_in(), "keep", message)
    return _case(message, DecisionForm(formdata=None))


def _case(message: Message, form: DecisionForm, deed: str = "") -> Response:
    key = (message.item.id, message.number)
    return page(
        "moderation/case.html", refused(form), item=message.item, number=message.number, row=message.row,
        url=named(message)[1], form=form, deed=deed,
        reports=reports_about([key], closed=True).get(key, []), decided=decisions.about(*key), deeds=DEED_LABELS,
        neighbours=neighbours(message), is_private=message.space_id == NOBODYS,
        own=message.row.author_id == actor().id and not actor().is_admin,
    )  # fmt: skip


@bp.post("/moderation/items/<int:item_id>/messages/<int:number>/decisions")
def decide(item_id: int, number: int) -> BaseResponse:
    """Approve, refuse, hide, restore, dismiss."""
    message = message_or_404(item_id, number)
    who, form = signed_in(), DecisionForm()
    deed = form.deed.data or ""
    made = attempt(form, lambda: deciding.decide(
        who, message, deed, ground=form.ground.data or "", text=form.text.data or ""
    ))  # fmt: skip
    if made:
        title, url = named(message)
        return settled(
            said(deed), to=here() if not by_htmx() else url, title=title, undo=f"/moderation/decisions/{made.id}/undo",
        )  # fmt: skip
    asked = row_asked() if by_htmx() else None
    if asked and (again := row(asked, 422, form=form, deed=deed)):
        return again
    return _case(message, form, deed)


@bp.post("/moderation/decisions/<int:decision_id>/undo")
def undo(decision_id: int) -> BaseResponse:
    """Take a decision back: everything is as before it."""
    who = signed_in()
    found = decision_or_404(decision_id)
    message = message_or_404(found.item_id, found.number)
    with transaction():
        deciding.take_back(who, found, message)
    asked = row_asked() if by_htmx() else None
    if asked and (again := row(asked)):
        return again
    return done(_("Taken back: it is as before."), to=here())


@bp.get("/moderation/log")
def log() -> Response:
    """What was done in the spaces that one keeps."""
    who = signed_in()
    if not (who.moderates or who.is_admin):
        abort(403)
    found = decisions.log(who, key=request.args.get("cursor", ""))
    return page("moderation/log.html", rows=found, deeds=DEED_LABELS)
