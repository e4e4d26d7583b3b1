"""In which spaces an item stands: moving it, showing it in others too."""

from flask import abort, request
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.items.commands import state
from forum.items.commands.show_in import hide_from, show_in
from forum.items.forms import MoveForm, ShowForm
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.items.queries.heads import head
from forum.items.queries.losing import Change, change_for_readers
from forum.items.queries.placing import other_spaces
from forum.items.views.ground import bp, done_and_undo, item_or_404
from forum.spaces.models import Space
from forum.spaces.queries import known, open_to_marked
from forum.web.actor import actor
from forum.web.answers import attempt, page, signed_in


@bp.route("/<int:item_id>/move", methods=["GET", "POST"])
def move(item_id: int) -> BaseResponse:
    """Put it into another space. Who would no longer read it is said first, and asked about on the same page."""
    item = item_or_404(item_id)
    require(signed_in(), "move", item)
    form, show = _forms(item, sent=MoveForm)
    change = None
    if form.validate_on_submit():
        space = known(form.space.data, actor()) or abort(404)
        change = change_for_readers(item, space)
        if not change.matters or form.sure.data == space.slug:
            if act := attempt(form, lambda: state.move(actor(), item, space)):
                to = path(item) if can(actor(), "read", item) else f"/spaces/{space.slug}"
                return done_and_undo(_("Moved to “%(space)s”.", space=space.name), act, to=to)
            change = None
    return _page(item, form, show, change)


def _page(item: Item, form: MoveForm, show: ShowForm, change: Change | None) -> BaseResponse:
    may_move, may_show = can(actor(), "move", item), can(actor(), "show elsewhere", item)
    return page(
        "items/move.html", 422 if request.method == "POST" else 200, item=head(item.id, actor()), form=form,
        show=show, change=change, spaces=other_spaces(item.id, actor()), may_move=may_move, may_show=may_show,
    )  # fmt: skip


@bp.route("/<int:item_id>/spaces", methods=["GET", "POST"])
def spaces(item_id: int) -> BaseResponse:
    """Show it in another space too."""
    item = item_or_404(item_id)
    require(signed_in(), "show elsewhere", item)
    form, show = _forms(item, sent=ShowForm)
    if show.validate_on_submit():
        space = known(show.space.data, actor()) or abort(404)
        if act := attempt(show, lambda: show_in(actor(), item, space)):
            return done_and_undo(_("Also shown in “%(space)s”.", space=space.name), act, to=path(item))
    return _page(item, form, show, None)


def _forms(item: Item, *, sent: type[FlaskForm]) -> tuple[MoveForm, ShowForm]:
    """Both forms of the page with what may be chosen; what was sent is in one of them."""
    move, show = (form() if form is sent else form(formdata=None) for form in (MoveForm, ShowForm))
    move.space.choices = open_to_marked(actor(), item.kind)
    show.space.choices = _offered(item, move.space.choices)
    return move, show


def _offered(item: Item, takers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where it could be shown too: for its author every space that takes it, for others those that they keep."""
    who, here = actor(), db.session.get_one(Space, item.space_id).slug
    choices = [choice for choice in takers if choice[0] != here]
    if item.author_id == who.id or who.is_admin:
        return choices
    kept = set(db.session.scalars(select(Space.slug).where(Space.id.in_(who.moderates))))
    return [choice for choice in choices if choice[0] in kept]


@bp.post("/<int:item_id>/spaces/<slug>/undo")
def take_out(item_id: int, slug: str) -> BaseResponse:
    """Show it there no longer."""
    item = item_or_404(item_id)
    space = known(slug, signed_in()) or abort(404)
    with transaction():
        act = hide_from(actor(), item, space)
    return done_and_undo(_("No longer shown in “%(space)s”.", space=space.name), act, to=path(item))
