"""Those who tend a space: make a guide, fill it, move its lines, by buttons or by dragging."""

import re

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.errors import Invalid
from forum.core.i18n import _, ngettext
from forum.core.permissions import require
from forum.guides import commands, queries
from forum.guides.forms import GuideForm
from forum.guides.models import Guide
from forum.guides.policy import may_make
from forum.guides.views.ground import address, bp, guide_or_404, inside
from forum.items.queries.heads import readable
from forum.spaces.models import Space
from forum.spaces.queries import known, open_to
from forum.web.actor import actor
from forum.web.answers import attempt, by_htmx, done, page, refused, signed_in

_NUMBER = re.compile(r"\s*(?:#|\S*?/(?:documents|resources)/)?([0-9]{1,9})(?:-\S*)?\s*\Z")


@bp.route("/new", methods=["GET", "POST"])
def new() -> BaseResponse:
    """A new guide in a space that one tends."""
    who = signed_in()
    spaces = open_to(who, "document", only=lambda space: may_make(who, space))
    if not spaces:
        abort(403)
    form = GuideForm(data={"space": request.args.get("space", "")})
    form.space.choices = spaces
    if form.validate_on_submit():
        space: Space = known(form.space.data, who) or abort(404)
        made = attempt(
            form, lambda: commands.make(who, space, title=form.title.data or "", summary=form.summary.data or "")
        )
        if made:
            return done(_("The guide is made: now put sheets into it."), to=f"/guides/{made.id}/edit")
    return page("guides/new.html", refused(form), form=form)


@bp.route("/<int:guide_id>/edit", methods=["GET", "POST"])
def edit(guide_id: int) -> BaseResponse:
    """Its title, its lines, what may be added."""
    guide = _mine(guide_id)
    form = GuideForm(obj=guide)
    del form.space
    if form.validate_on_submit() and attempt(form, lambda: _described(guide, form)):
        return done(_("Saved."), to=address(guide))
    more = queries.to_add(guide, actor())
    return page("guides/edit.html", refused(form), form=form, more=more, **inside(guide, actor()))


def _described(guide: Guide, form: GuideForm) -> bool:
    commands.describe(actor(), guide, title=form.title.data or "", summary=form.summary.data or "")
    return True


def _mine(guide_id: int) -> Guide:
    guide = guide_or_404(guide_id)
    require(signed_in(), "arrange", guide)
    return guide


@bp.post("/<int:guide_id>/parts")
def add(guide_id: int) -> BaseResponse:
    """Publications by number or address, those ticked in the list, or the heading of a chapter."""
    guide = _mine(guide_id)
    if heading := request.form.get("heading", "").strip():
        with transaction():
            commands.add_heading(actor(), guide, heading)
        return _answer(guide, _("The chapter stands at the end."))
    typed, ticked = request.form.get("what", ""), request.form.getlist("item", type=int)
    number = _NUMBER.match(typed)
    ids = [*ticked, *([int(number[1])] if number else [])]
    if not ids:
        raise Invalid(_("Give the number or the address of a sheet: #12, or /documents/12-its-title."))
    items = queries.readable_items(ids, actor())
    if len(items) < len(set(ids)):
        raise Invalid(_("One of these publications does not exist, or you may not see it."))
    with transaction():
        count = commands.add(actor(), guide, queries.readable_items(ids, actor()))
    said = ngettext("%(n)s line added at the end.", "%(n)s lines added at the end.", count)
    back = request.form.get("back", "")
    if back == "item" and items:
        return done(said, to=f"/{'documents' if items[0].kind == 'document' else 'resources'}/{items[0].id}")
    return _answer(guide, said, whole=bool(ticked))


@bp.post("/<int:guide_id>/parts/<int:part_id>/move")
def move(guide_id: int, part_id: int) -> BaseResponse:
    """up, down, in, out."""
    guide = _mine(guide_id)
    with transaction():
        commands.move(actor(), guide, part_id, request.form.get("how", ""))
    return _answer(guide, _("Moved."))


@bp.post("/<int:guide_id>/parts/<int:part_id>/removal")
def take_out(guide_id: int, part_id: int) -> BaseResponse:
    """The line goes; the publication stays."""
    guide = _mine(guide_id)
    with transaction():
        commands.take_out(actor(), guide, part_id)
    return _answer(guide, _("Taken out of the guide. The publication itself stays."))


@bp.post("/<int:guide_id>/order")
def order(guide_id: int) -> BaseResponse:
    """All lines as they were dragged: `line` = "<number>/<depth>", as many as there are."""
    guide = _mine(guide_id)
    found = [each.partition("/") for each in request.form.getlist("line")]
    if not all(number.isdecimal() and depth in ("0", "1") for number, _sign, depth in found):
        raise Invalid(_("This order cannot be read: use the buttons."))
    with transaction():
        commands.arrange(actor(), guide, [(int(number), int(depth)) for number, _sign, depth in found])
    return _answer(guide, _("Moved."))


@bp.post("/<int:guide_id>/removal")
def remove(guide_id: int) -> BaseResponse:
    """The guide goes; its sheets stay."""
    guide = _mine(guide_id)
    with transaction():
        commands.remove(actor(), guide)
    return done(_("The guide is gone. Its sheets stay where they are."), to="/guides/")


@bp.get("/add")
def choose() -> BaseResponse:
    """In which guide shall this publication stand? ?item=12"""
    who = signed_in()
    item = readable(request.args.get("item", 0, type=int), who) or abort(404)
    return page("guides/choose.html", item=item, guides=queries.tended(who, item.id))


def _answer(guide: Guide, said: str, *, whole: bool = False) -> BaseResponse:
    if whole or not by_htmx():
        return done(said, to=f"/guides/{guide.id}/edit#lines")
    return done(said, to="", fragment="guides/_lines.html", **inside(guide, actor()))
