"""Proposing a resource and changing one."""

from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.files.forms import sent, takes_files
from forum.items.commands.watch import drop_draft
from forum.items.kinds import path
from forum.items.policy import Message
from forum.items.queries.heads import head, labels
from forum.items.sending import came_before, resumed, send_once
from forum.resources import commands
from forum.resources.filled import as_form, typed
from forum.resources.forms import ResourceForm
from forum.resources.labels import types
from forum.resources.models import TYPES, Resource
from forum.resources.queries.details import details
from forum.resources.queries.twins import alike_to
from forum.resources.twins import SURE
from forum.resources.views.ground import bp, resource_or_404
from forum.spaces.models import Space
from forum.spaces.queries import known, open_to
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend


@bp.route("/new", methods=["GET", "POST"])
@takes_files
def new() -> BaseResponse:
    """Propose: first the type, then the fields that fit it."""
    who = signed_in()
    wanted = request.values.get("type", "")
    if wanted not in TYPES:
        return page("resources/new_type.html", types=types(), space=request.args.get("space", ""))
    start = {"space": request.args.get("space", ""), "type": wanted, "title": request.args.get("title", "")}
    form = ResourceForm(data=start | resumed(who, "new/resource"))
    form.offer(open_to(who, "resource"))
    alike = _looks_like(form) if form.is_submitted() else []
    if form.validate_on_submit() and not alike:
        spend("publish", "20 per hour", who.id)
        space = known(form.space.data, who) or abort(404)
        if made := send_once(form, who, lambda: _proposed(who, space, form)):
            return done(_said(made), to=path(made))
    return page("resources/new.html", refused(form), form=form, types=types(), alike=alike)


def _looks_like(form: ResourceForm) -> list[Any]:
    """Sheets that are nearly surely the same, until whoever proposes says that they looked."""
    if request.form.get("looked") or came_before(actor()):
        return []
    words = {name: form[name].data or "" for name in ("title", "funder", "url")}
    return alike_to(actor(), least=SURE, **words)


def _proposed(who: Actor, space: Space, form: ResourceForm) -> Resource:
    made = commands.propose(
        who, space, title=form.title.data or "", source=form.source.data or "", files=sent().ids(), **typed(form)
    )
    drop_draft(who.id, "new/resource")
    return made


def _said(made: Resource) -> str:
    if made.state != "public":
        return _("Thank you. A moderator reads it first.")
    return _("Published.") if made.standing == "verified" else _("Thank you. A curator will verify it.")


def _changed(resource: Resource, form: ResourceForm, values: dict[str, Any]) -> bool:
    commands.change(actor(), resource, files=sent().all_ids(), **values, **typed(form))
    return True


@bp.route("/<int:item_id>/edit", methods=["GET", "POST"])
@takes_files
def edit(item_id: int) -> BaseResponse:
    """Change its facts and its text."""
    resource = resource_or_404(item_id)
    require(signed_in(), "edit", Message(resource, 1, resource))
    item = head(item_id, actor(), "resource") or abort(404)
    form = ResourceForm(data=as_form(item, details(item_id), labels(item_id)))
    form.offer([(item.space_slug, item.space_name)])
    if request.method == "POST":
        form.space.data = item.space_slug
    if form.validate_on_submit():
        version = int(form.version.data) if str(form.version.data).isdecimal() else 0
        values = {
            "title": form.title.data or "",
            "source": form.source.data or "",
            "version": version,
            "reason": form.reason.data or "",
            "alts": sent().alts,
        }
        if attempt(form, lambda: _changed(resource, form, values)):
            return done(_("Saved."), to=path(resource))
    return page("resources/edit.html", refused(form), form=form, item=item)
