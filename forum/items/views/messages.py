"""What may be done with one message: edit, its history, delete, restore, react."""

from flask import Response, abort, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.differences import html as differences
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.files.forms import sent, takes_files
from forum.items.commands import edit as editing
from forum.items.commands.react import react
from forum.items.commands.state import delete, restore
from forum.items.commands.watch import drop_drafts
from forum.items.forms import Confirmed, EditForm
from forum.items.kinds import extras_of, path
from forum.items.queries.heads import head
from forum.items.queries.reader import Version, draft_of, reader_of, versions_of
from forum.items.queries.thread_of_posts import one_post
from forum.items.showing import rights_of
from forum.items.views.ground import bp, head_or_404, message_or_404
from forum.web.actor import actor
from forum.web.answers import by_htmx, done, entered, page, refused, signed_in


def fragment_of(item_id: int, number: int, message: str = "", *, now: bool = False) -> Response:
    """The message as it is now, to be swapped in its page; `now`: and what around it follows from it."""
    found = head_or_404(item_id)
    row = one_post(found, actor(), number) or abort(404)
    values = {"item": found, "rights": rights_of(found, actor()), **extras_of(found, actor())}
    html = render_template("items/_message.html", post=row, **values)
    if now:
        html += render_template("items/_now.html", reader=reader_of(item_id, actor()), **values)
    return make_response(html + (render_template("shared/_said.html", message=message) if message else ""))


@bp.route("/<int:item_id>/messages/<int:number>/edit", methods=["GET", "POST"])
@takes_files
def edit(item_id: int, number: int) -> BaseResponse:
    """Change the text of a message; of an item, its title too."""
    message = message_or_404(item_id, number)
    require(entered(), "edit", message)
    row = message.row
    start = {"source": row.source, "title": message.item.title, "version": row.version}
    kept = _resumed(item_id, number)
    form = EditForm(data=start | kept)
    theirs = saved = ""
    if request.method == "POST":
        title = form.title.data if number == 1 else None
        began = int(form.version.data or 0) if str(form.version.data).isdecimal() else 0
        try:
            with transaction():
                changed = attempt_edit(message, form, began, title)
        except Conflict as problem:
            form.form_errors.append(problem.message)
            # Both texts stay: theirs whole and as a difference, ours in the field with what could be joined of
            # theirs; saving again goes on from theirs.
            form.source.data = editing.attempted(message, began, form.source.data or "").text
            theirs, saved = differences(row.source, form.source.data), row.source
            form.version.data = str(row.version)
            changed = None
        if changed is not None:
            with transaction():
                drop_drafts(actor().id, f"edit/{item_id}/{number}/")
            said = _("Saved. Somebody else had changed this text too: both changes are in it.")
            said = said if changed == "merged" else _("Saved.")
            if by_htmx() and number > 1:
                return fragment_of(item_id, number, said)
            return done(said, to=path(message.item, number))
    return page("items/edit.html", refused(form), fragment="items/_edit.html", item=head(item_id, actor()),
                number=number, form=form, theirs=theirs, saved=saved, kept=kept)  # fmt: skip


def _resumed(item_id: int, number: int) -> dict[str, object]:
    """The draft that ?draft=<version> names: it goes on from the version that it began from."""
    version = request.args.get("draft", 0, type=int)
    draft = draft_of(actor(), f"edit/{item_id}/{number}/{version}") if version else None
    if draft is None:
        return {}
    return {"source": draft.source, "version": version} | ({"title": draft.title} if draft.title else {})


def attempt_edit(message, form: EditForm, version: int, title: str | None):  # type: ignore[no-untyped-def]
    """The edit, or None with the refusal in the form; conflicts pass through."""

    try:
        given = sent()
        return editing.edit(
            actor(), message, source=form.source.data or "", version=version, title=title,
            reason=form.reason.data or "", files=given.all_ids(), alts=given.alts,
        )  # fmt: skip
    except Invalid as problem:
        if problem.message:
            form.form_errors.append(problem.message)
        for name, words in problem.fields.items():
            if name in form:
                form[name].errors = [*form[name].errors, words]
        return None


@bp.get("/<int:item_id>/messages/<int:number>")
def show(item_id: int, number: int) -> BaseResponse:
    """The message alone: as a fragment (after an edit was given up), else its place in the page."""
    message = message_or_404(item_id, number)
    if by_htmx():
        return fragment_of(item_id, number)
    return redirect(path(message.item, number), 302)


@bp.get("/<int:item_id>/messages/<int:number>/history")
def history(item_id: int, number: int) -> Response:
    """All versions with readable differences."""
    message = message_or_404(item_id, number)
    require(actor(), "see revisions", message)
    row = message.row
    present = Version(
        row.version, "", row.edited_at or row.created_at, row.edit_reason,
        message.item.title if number == 1 else "", row.source,
    )  # fmt: skip
    before = versions_of(item_id, number)
    versions = [present, *(each for each in before if not each.is_hidden)]
    wanted = request.args.get("version", row.version, type=int)
    place = next((i for i, each in enumerate(versions) if each.version == wanted), 0)
    older = versions[place + 1] if place + 1 < len(versions) else None
    other = request.args.get("with", 0, type=int)
    if against := next((each for each in versions if each.version == other and each.version != wanted), None):
        older, newer = sorted((against, versions[place]), key=lambda each: each.version)
        place = versions.index(newer)
    shown = differences(older.source if older else "", versions[place].source)
    return page("items/history.html", item=head(item_id, actor()), message=message, versions=versions,
                shown=versions[place], older=older, difference=shown, form=Confirmed(), compared=against is not None,
                every=[present, *before],
                may_hide=can(actor(), "hide a version", message), may_show=can(actor(), "show a version", message))  # fmt: skip


@bp.post("/<int:item_id>/messages/<int:number>/history/<int:version>/restore")
def restore_version(item_id: int, number: int, version: int) -> BaseResponse:
    """Bring an old version back as a new one."""
    message = message_or_404(item_id, number)
    with transaction():
        editing.restore_version(signed_in(), message, version)
    return done(_("Version %(n)s is back.", n=version), to=path(message.item, number))


@bp.post("/<int:item_id>/messages/<int:number>/delete")
def remove(item_id: int, number: int) -> BaseResponse:
    """Delete, with a way back."""
    message = message_or_404(item_id, number)
    with transaction():
        delete(entered(), message)
    return _answered(item_id, number, message, _("Deleted. It can be restored from the same place."))


@bp.post("/<int:item_id>/messages/<int:number>/restore")
def bring_back(item_id: int, number: int) -> BaseResponse:
    """Undo a deletion."""
    message = message_or_404(item_id, number)
    with transaction():
        restore(entered(), message)
    return _answered(item_id, number, message, _("Restored."))


@bp.post("/<int:item_id>/messages/<int:number>/reactions")
def reaction(item_id: int, number: int) -> BaseResponse:
    """Add (`on=1`) or take back a reaction."""
    message = message_or_404(item_id, number)
    with transaction():
        react(signed_in(), message, request.form.get("kind", ""), on=request.form.get("on") == "1")
    return _answered(item_id, number, message, "")


def _answered(item_id: int, number: int, message, said: str) -> BaseResponse:  # type: ignore[no-untyped-def]
    if by_htmx() and number > 1:
        return fragment_of(item_id, number, said, now=bool(said))
    if by_htmx() and not said:
        return fragment_of(item_id, 1)
    return done(said, to=path(message.item, number))
