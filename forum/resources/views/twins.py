"""Sheets that look like the same: told while one is typed, listed for curators, merged or told apart."""

from flask import Response, abort, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import HiddenField, StringField

from forum.core.db import transaction
from forum.core.i18n import _, lazy
from forum.core.permissions import can, require
from forum.items.kinds import path
from forum.items.queries.heads import head, labels
from forum.items.queries.losing import Change, change_for_readers
from forum.items.views.ground import done_and_undo, number_in
from forum.resources import merging, telling_apart
from forum.resources.labels import local_facts
from forum.resources.local_form import CopyForm
from forum.resources.models import Resource
from forum.resources.queries import readable
from forum.resources.queries.details import details
from forum.resources.queries.twins import alike_to, pairs
from forum.resources.views.ground import bp, resource_or_404
from forum.spaces.keepers import keeper
from forum.spaces.queries import known
from forum.territories.queries import tree
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend


class MergeForm(FlaskForm):
    """The sheet that stays."""

    other = StringField(lazy("Address or number of the sheet that stays"))
    sure = HiddenField()


@bp.get("/alike")
def alike() -> str:
    """What is there already: a fragment, asked while somebody types."""
    who = signed_in()
    spend("alike", "120 per minute", who.id)
    words = {name: request.args.get(name, "")[:300] for name in ("title", "funder", "url")}
    return render_template("resources/_alike.html", alike=alike_to(who, **words))


@bp.get("/doubles")
def doubles() -> BaseResponse:
    """Every two that look alike, for those who keep the catalogue right."""
    return page("resources/doubles.html", pairs=pairs(keeper()))


@bp.post("/<int:item_id>/not-the-same")
def not_the_same(item_id: int) -> BaseResponse:
    """Remembered: `other`."""
    resource, other = resource_or_404(item_id), _other(request.form.get("other", ""))
    with transaction():
        telling_apart.tell_apart(signed_in(), resource, other or abort(404))
    return done(_("Remembered: they are not the same."), to="/resources/doubles")


@bp.post("/<int:item_id>/not-the-same/undo")
def the_same_after_all(item_id: int) -> BaseResponse:
    """They are listed again: `other`."""
    resource, other = resource_or_404(item_id), _other(request.form.get("other", ""))
    with transaction():
        telling_apart.tell_apart(signed_in(), resource, other or abort(404), apart=False)
    return done(_("They are compared again."), to="/resources/doubles")


@bp.route("/<int:item_id>/merge", methods=["GET", "POST"])
def merge(item_id: int) -> Response | BaseResponse:
    """Its address leads to the sheet that stays."""
    resource, who = resource_or_404(item_id), signed_in()
    require(who, "verify", resource)
    form, change = MergeForm(data={"other": request.args.get("other", "")}), None
    other = _other(form.other.data or "")
    if form.validate_on_submit():
        if other is None or other.id == item_id or not can(who, "verify", other):
            form.other.errors = [_("Give the address of another resource, of a space that you keep right.")]
        elif (change := _change(resource, other, form)) is None and (
            act := attempt(form, lambda: merging.merge(who, resource, other))
        ):
            return done_and_undo(_("The two sheets are one. The old address leads here."), act, to=path(other))
    return page("resources/merge.html", refused(form), item=head(item_id, who), form=form, change=change,
                both=_both(resource, other))  # fmt: skip


@bp.route("/<int:item_id>/complement-of", methods=["GET", "POST"])
def become_complement(item_id: int) -> Response | BaseResponse:
    """A regional copy of a wider sheet: only what differs stays."""
    resource, who = resource_or_404(item_id), signed_in()
    require(who, "verify", resource)
    form, change = CopyForm(data={"other": request.args.get("other", "")}), None
    mine = labels(item_id).territories
    form.territory.choices = [(node.code, node.name) for node in mine]
    other = _other(form.other.data or "")
    if form.validate_on_submit():
        place = tree().codes.get(form.territory.data or "") or abort(404)
        if other is None or other.id == item_id:
            form.other.errors = [_("Give the address of another resource.")]
        elif (change := _change(resource, other, form)) is None and (
            act := attempt(form, lambda: merging.become_complement(who, resource, other, place))
        ):
            said = _("It is now what %(place)s adds to this sheet. The old address leads here.", place=place.name)
            return done_and_undo(said, act, to=f"{path(other)}?territory={place.code}")
    return page("resources/become_complement.html", refused(form), item=head(item_id, who), form=form, change=change,
                both=_both(resource, other))  # fmt: skip


def _other(text: str) -> Resource | None:
    return readable(number_in(text), actor()) if number_in(text) else None


def _change(resource: Resource, other: Resource, form: FlaskForm) -> Change | None:
    """Who would lose access, until it was said once."""
    found = head(other.id, actor()) or abort(404)
    space = known(found.space_slug, actor()) or abort(404)
    change = change_for_readers(resource, space)
    if not change.matters or form.sure.data == space.slug:
        return None
    form.sure.data = space.slug
    return change


def _both(resource: Resource, other: Resource | None) -> list[tuple[Resource, list[tuple[str, str]]]]:
    """The facts of both, side by side."""
    return [
        (each, [(_("Offered by"), each.funder), *local_facts(details(each.id).columns)])
        for each in (resource, other) if each is not None
    ]  # fmt: skip
