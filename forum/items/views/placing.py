"""In which spaces an item stands: moving it, showing it in others too."""

from flask import abort, g, request
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
    form = MoveForm()
    form.space.choices = _open(item)
    change = None
    if form.validate_on_submit():
        space = known(form.space.data, actor()) or abort(404)
        change = change_for_readers(item, space)
        if not change.matters or form.sure.data == space.slug:
            if act := attempt(form, lambda: state.move(actor(), item, space)):
                to = path(item) if can(actor(), "read", item) else f"/spaces/{space.slug}"
                return done_and_undo(_("Moved to “%(space)s”.", space=space.name), act, to=to)
            change = None
    return _page(item, form, ShowForm(), change)


def _page(item: Item, form: MoveForm, show: ShowForm, change: Change | None) -> BaseResponse:
    may_move, may_show = can(actor(), "move", item), can(actor(), "show elsewhere", item)
    form.space.choices, show.space.choices = _open(item), _offered(item)
    return page(
        "items/move.html", 422 if request.method == "POST" else 200, item=head(item.id, actor()), form=form,
        show=show, change=change, spaces=other_spaces(item.id, actor()), may_move=may_move, may_show=may_show,
    )  # fmt: skip


@bp.route("/<int:item_id>/spaces", methods=["GET", "POST"])
def spaces(item_id: int) -> BaseResponse:
    """Show it in another space too."""
    item = item_or_404(item_id)
    require(signed_in(), "show elsewhere", item)
    show = ShowForm()
    show.space.choices = _offered(item)
    if show.validate_on_submit():
        space = known(show.space.data, actor()) or abort(404)
        if act := attempt(show, lambda: show_in(actor(), item, space)):
            return done_and_undo(_("Also shown in “%(space)s”.", space=space.name), act, to=path(item))
    return _page(item, MoveForm(formdata=None), show, None)


def _open(item: Item) -> list[tuple[str, str]]:
    """Spaces that take its kind, looked up once a page."""
    if "open_spaces" not in g:
        g.open_spaces = open_to_marked(actor(), item.kind)
    return list(g.open_spaces)


def _offered(item: Item) -> list[tuple[str, str]]:
    """Where it could be shown too: for its author every space that takes it, for others those that they keep."""
    who, here = actor(), db.session.get_one(Space, item.space_id).slug
    choices = [choice for choice in _open(item) if choice[0] != here]
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
