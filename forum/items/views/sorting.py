"""Choosing messages: a discussion of their own, another discussion, a document, a need; merging two discussions."""

from urllib.parse import urlencode

from flask import Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.errors import Invalid
from forum.core.i18n import _, ngettext
from forum.core.permissions import can, require
from forum.items.commands.merge import merge
from forum.items.commands.split import send, split
from forum.items.forms import MergeForm, SelectionForm
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.items.queries.choosing import numbers_from, one_page
from forum.items.queries.heads import head, readable
from forum.items.queries.losing import Change, change_for_readers
from forum.items.views.ground import bp, done_and_undo, head_or_404, item_or_404, number_in
from forum.spaces.models import Space
from forum.spaces.queries import known, open_to_marked
from forum.web.actor import actor
from forum.web.answers import attempt, page, refused, signed_in

WRITTEN = {"document": "/documents/new", "need": "/needs/new"}


@bp.route("/<int:item_id>/selection", methods=["GET", "POST"])
def selection(item_id: int) -> BaseResponse:
    """Choose messages with `post=`, then say with `deed=` what becomes of them. `after`: where the page begins."""
    item, who = item_or_404(item_id), signed_in()
    form = SelectionForm()
    chosen = [number for number in request.values.getlist("post", type=int) if number > 0]
    deed = request.form.get("deed", "")
    if deed == "onward":
        chosen = numbers_from(item, min(chosen), who) if chosen else []
    elif deed in WRITTEN and chosen:
        return redirect(f"{WRITTEN[deed]}?{urlencode([('from', item.id), *(('post', each) for each in chosen)])}", 303)
    elif deed in WRITTEN:
        form.post.errors = [_("Choose at least one message.")]
    change = None
    if deed in ("split", "send"):
        require(who, "split", item)
        form.space.choices = open_to_marked(who, "thread")
        answer = _split(item, form, chosen) if deed == "split" else _send(item, form, chosen)
        if isinstance(answer, Change):
            change = answer
        elif answer is not None:
            return answer
    form.space.choices = open_to_marked(who, "thread") if can(who, "split", item) else []
    found = head_or_404(item_id)
    if request.method == "GET":
        form.space.data = found.space_slug
    after = request.values.get("after", max(1, min(chosen, default=1) - 1), type=int)
    return page(
        "items/selection.html", 200 if request.method == "GET" or deed == "onward" else 422, item=found, form=form,
        messages=one_page(found, who, after), chosen=set(chosen), may_split=can(who, "split", item), change=change,
        deed=deed,
    )  # fmt: skip


def _split(item: Item, form: SelectionForm, chosen: list[int]) -> BaseResponse | Change | None:
    space = known(form.space.data or "", actor()) or abort(404)
    change = change_for_readers(item, space, chosen)
    if change.matters and form.sure.data != space.slug:
        return change
    made = attempt(form, lambda: split(actor(), item, chosen, title=form.title.data or "", space=space))
    if made is None:
        return None
    thread, act = made
    said = ngettext("%(n)s message is now a discussion of its own.", "%(n)s messages are now a discussion of their own.",
                    len(set(chosen)))  # fmt: skip
    return done_and_undo(said, act, to=path(thread))


def _send(item: Item, form: SelectionForm, chosen: list[int]) -> BaseResponse | Change | None:
    other = readable(number_in(form.other.data or ""), actor())
    if other is None or not can(actor(), "split", other):
        form.other.errors = [_("Give the address of a discussion of a space that you keep.")]
        return None
    space = _space_of(other)
    change = change_for_readers(item, space, chosen)
    if change.matters and form.sure.data != space.slug:
        return change
    act = attempt(form, lambda: send(actor(), item, chosen, other))
    if act is None:
        return None
    said = ngettext("%(n)s message moved here.", "%(n)s messages moved here.", len(set(chosen)))
    return done_and_undo(said, act, to=path(other, other.last_number))


def _space_of(item: Item) -> Space:
    found = head(item.id, actor()) or abort(404)
    return known(found.space_slug, actor()) or abort(404)


@bp.route("/<int:item_id>/merge", methods=["GET", "POST"])
def merging(item_id: int) -> Response | BaseResponse:
    """Put all its messages into another discussion; its address leads there."""
    item, who = item_or_404(item_id), signed_in()
    require(who, "split", item)
    form, change = MergeForm(), None
    if form.validate_on_submit():
        other = readable(number_in(form.other.data or ""), who)
        if other is None or not can(who, "split", other):
            form.other.errors = [_("Give the address of a discussion of a space that you keep.")]
        else:
            space = _space_of(other)
            change = change_for_readers(item, space)
            if not change.matters or form.sure.data == space.slug:
                change = None
                if act := attempt(form, lambda: _merged(item, other, form)):
                    return done_and_undo(_("The two discussions are one."), act, to=path(other))
            else:
                form.sure.data = space.slug
    return page("items/merge.html", refused(form), item=head(item_id, who), form=form, change=change)


def _merged(item: Item, other: Item, form: MergeForm):  # type: ignore[no-untyped-def]
    if item.kind != "thread":
        raise Invalid(fields={"other": _("Only discussions can be merged.")})
    return merge(actor(), item, other, form.order.data or "date")
