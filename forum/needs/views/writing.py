"""Voicing a need, blank or from a discussion; and what stands around its text."""

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.files.forms import sent, takes_files
from forum.items.commands.watch import drop_draft
from forum.items.kinds import path
from forum.items.policy import Message
from forum.items.queries.heads import head, labels, readable
from forum.items.queries.origins import Origin, origin_of
from forum.items.sending import resumed, send_once
from forum.needs import commands
from forum.needs.forms import DetailsForm, NeedForm
from forum.needs.models import Need
from forum.needs.views.ground import bp, need_or_404
from forum.spaces.models import Space
from forum.spaces.queries import known, open_to
from forum.territories.queries import tree
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend


@bp.route("/new", methods=["GET", "POST"])
@takes_files
def new() -> BaseResponse:
    """Voice a need; with ?from=<item>, or some of its messages (&post=…), it begins with that and stays linked to it."""
    who = signed_in()
    origin = origin_of(who, request.args.get("from", type=int), request.args.getlist("post", type=int) or [1])
    start = {"space": request.args.get("space", ""), "title": request.args.get("title", "")}
    place = f"new/need/{origin.item_id}" if origin else "new/need"
    form = NeedForm(data={**start, **(_values(origin) if origin else {}), **resumed(who, place)})
    form.offer(open_to(who, "need"))
    if form.validate_on_submit():
        spend("publish", "20 per hour", who.id)
        space = known(form.space.data, who) or abort(404)
        if made := send_once(form, who, lambda: _voiced(who, space, form)):
            said = _("Published.") if made.state == "public" else _("Thank you. A moderator reads it first.")
            return done(said, to=path(made))
    return page("needs/new.html", refused(form), form=form, origin=origin)


def _values(origin: Origin) -> dict[str, object]:
    seat = tree().nodes.get(origin.head.territory_id or 0)
    return {
        "title": origin.title, "source": f"{origin.source}\n\n{_('From')} {origin.credit}",
        "space": origin.head.space_slug, "from_item": str(origin.item_id),
        "territory": seat.code if seat else "", "themes": [theme.id for theme in labels(origin.item_id).themes],
    }  # fmt: skip


def _voiced(who: Actor, space: Space, form: NeedForm) -> Need:
    number = form.from_item.data or ""
    made = commands.voice(
        who, space, title=form.title.data or "", source=form.source.data or "", affected=form.affected.data or "",
        comes_from=readable(int(number), who) if number.isdecimal() else None, territories=form.territory_ids,
        themes=form.themes.data or [], tags=form.tag_words,
        files=sent().ids(),
    )  # fmt: skip
    drop_draft(who.id, f"new/need/{number}" if number else "new/need")
    return made


@bp.route("/<int:item_id>/details", methods=["GET", "POST"])
def details(item_id: int) -> BaseResponse:
    """Who is concerned, where, about what."""
    need = need_or_404(item_id)
    require(signed_in(), "edit", Message(need, 1, need))
    found, seat = labels(item_id), tree().nodes.get(need.territory_id or 0)
    form = DetailsForm(
        data={
            "affected": need.affected, "territory": seat.code if seat else "",
            "themes": [theme.id for theme in found.themes], "tags": ", ".join(label for _slug, label in found.tags),
        }
    )  # fmt: skip
    form.offer()
    if form.validate_on_submit() and attempt(form, lambda: _described(need, form)):
        return done(_("Saved."), to=path(need))
    return page("needs/details.html", refused(form), form=form, item=head(item_id, actor()))


def _described(need: Need, form: DetailsForm) -> bool:
    node = tree().find(form.territory.data or "")
    words = [word.strip() for word in (form.tags.data or "").split(",") if word.strip()]
    commands.describe(
        actor(), need, affected=form.affected.data or "", territories=[node.id] if node else [],
        themes=form.themes.data or [], tags=words,
    )  # fmt: skip
    return True
