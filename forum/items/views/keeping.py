"""What keepers do with one item: title, pin, close, wiki, notes; what was done, and undoing it."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask import Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.items.commands import acts, keep, state
from forum.items.forms import CloseForm, NoteForm, PinForm, RenameForm
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.items.models.keeping import Note
from forum.items.policy import Message
from forum.items.queries import moved
from forum.items.queries.heads import head, message, readable
from forum.items.views.ground import bp, done_and_undo, item_or_404, message_or_404
from forum.spaces.keepers import keeper
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, signed_in

PARIS = ZoneInfo("Europe/Paris")


@bp.get("/<int:item_id>/keep")
def keeping(item_id: int) -> Response:
    """Title, pin, close: three small forms."""
    item = item_or_404(item_id)
    require(signed_in(), "close", item)
    return _keeping(item)


def _keeping(item: Item, **forms: object) -> Response:
    until = item.pinned_until.astimezone(PARIS).date() if item.pinned_until else None
    values = {
        "rename": RenameForm(formdata=None, data={"title": item.title}),
        "pin": PinForm(formdata=None, data={"until": until}),
        "close": CloseForm(formdata=None, data={"reason": item.close_reason}),
    }
    return page("items/keep.html", 422 if forms else 200, item=head(item.id, actor()), **{**values, **forms})


@bp.post("/<int:item_id>/title")
def rename(item_id: int) -> BaseResponse:
    """Another title; the old one stays in the history."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "close", item)
    form = RenameForm()
    found = attempt(form, lambda: (keep.rename(who, item, form.title.data or "", form.reason.data or ""),))
    if found is None:
        return _keeping(item, rename=form)
    return done_and_undo(_("Renamed.") if found[0] else _("The title is the same."), found[0], to=path(item))


@bp.post("/<int:item_id>/close")
def close(item_id: int) -> BaseResponse:
    """No more replies (`on=1`), with a reason, or again."""
    item, who, form = item_or_404(item_id), signed_in(), CloseForm()
    require(who, "close", item)
    on = request.form.get("on") == "1"
    found = attempt(form, lambda: (state.close(who, item, closed=on, reason=form.reason.data or ""),))
    if found is None:
        return _keeping(item, close=form)
    return done_and_undo(_("Closed.") if on else _("Open again."), found[0], to=path(item))


@bp.post("/<int:item_id>/pin")
def pin(item_id: int) -> BaseResponse:
    """Keep it on top of its space (`on=1`), until a day or not; or no longer."""
    item, who, form = item_or_404(item_id), signed_in(), PinForm()
    require(who, "close", item)
    on = request.form.get("on") == "1"
    if on and not form.until.validate(form):
        return _keeping(item, pin=form)
    day = form.until.data if on else None
    until = datetime.combine(day, time(23, 59), PARIS) if day else None
    found = attempt(form, lambda: (state.pin(who, item, pinned=on, until=until),))
    if found is None:
        return _keeping(item, pin=form)
    return done_and_undo(_("Pinned.") if on else _("No longer pinned."), found[0], to=path(item))


@bp.post("/<int:item_id>/messages/<int:number>/wiki")
def wiki(item_id: int, number: int) -> BaseResponse:
    """Let every member edit a message (`on=1`), or no longer."""
    found = message_or_404(item_id, number)
    on = request.form.get("on") == "1"
    with transaction():
        act = keep.make_wiki(signed_in(), found, on=on)
    said = _("Every member may edit this message now.") if on else _("Only its author edits this message again.")
    return done_and_undo(said, act, to=path(found.item, number))


@bp.route("/<int:item_id>/acts", methods=["GET", "POST"])
def notebook(item_id: int) -> BaseResponse:
    """What was done, and the notes of keepers to each other; POST writes one."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "split", item)
    form = NoteForm(number=request.args.get("post", 1, type=int))
    if request.method == "POST":
        about: Message = message(item, form.number.data or 1, who) or abort(404)
        if made := attempt(form, lambda: keep.note(who, about, form.text.data or "")):
            said = _("Noted. Only those who keep this space see it.")
            return done_and_undo(said, made[1], to=path(item, about.number))
    return page(
        "items/acts.html", 422 if request.method == "POST" else 200, item=head(item_id, who), form=form,
        acts=moved.acts_of(item_id, who), notes=moved.notes_of(item_id),
    )  # fmt: skip


@bp.post("/<int:item_id>/notes/<int:note_id>/delete")
def remove_note(item_id: int, note_id: int) -> BaseResponse:
    """Take a note away."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "split", item)
    found = db.session.get(Note, note_id)
    if found is None or found.item_id != item.id:
        abort(404)
    with transaction():
        keep.remove_note(who, found, item)
    return done(_("The note is gone."), to=f"/items/{item.id}/acts")


@bp.get("/acts")
def log() -> Response:
    """What was done in the spaces that one keeps."""
    who = keeper(lambda who: who.moderates)
    return page("items/log.html", rows=moved.log(who, key=request.args.get("cursor", "")))


@bp.post("/acts/<int:act_id>/undo")
def undo(act_id: int) -> BaseResponse:
    """Put things back as they were, within a day."""
    who = signed_in()
    act = moved.act_by_id(act_id)
    if act is None or not can(who, "undo", act):
        abort(404)
    with transaction():
        acts.undo(who, act)
    item = readable(act.item_id, who)
    return done(_("Undone: all is as it was."), to=path(item) if item and item.state != "merged" else "/items/acts")
