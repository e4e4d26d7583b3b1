"""Free words kept in order, by those who tend a space."""

from flask import Response, abort, render_template, request
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.permissions import can
from forum.items.commands import tags as taking_back
from forum.items.commands.tags import merge_tags, rename_tag
from forum.items.forms import TagForm
from forum.items.listing import without
from forum.items.queries.tags import merges, tags
from forum.items.views.ground import bp
from forum.spaces.keepers import keeper
from forum.territories.models import Tag
from forum.territories.queries import tag as tag_by_slug
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in


@bp.get("/tags")
def all_tags() -> Response:
    """Every word with how many publications bear it."""
    keeper(lambda who: can(who, "keep", Tag))
    words = request.args.get("q", "")
    found = tags(request.args.get("cursor", ""), words)
    return page("items/tags.html", rows=found.rows, q=words, next_url=without(cursor=found.next) if found.next else "")


@bp.route("/tags/<tag_slug>", methods=["GET", "POST"])
def one_tag(tag_slug: str) -> BaseResponse:
    """Write it otherwise (`deed=rename`), or make it one with another (`deed=merge`)."""
    who = keeper(lambda who: can(who, "keep", Tag))
    tag = tag_by_slug(tag_slug) or abort(404)
    form = TagForm(label=tag.label)
    merging = request.form.get("deed") == "merge"
    if form.validate_on_submit():
        kept = attempt(form, lambda: _merged(tag, form) if merging else rename_tag(who, tag, form.label.data or ""))
        if kept:
            said = _("All that bore this word now bears “%(word)s”.", word=kept.label) if merging else _("Renamed.")
            became_another = kept.id != tag.id
            return done(_and_undo(said, tag) if became_another else said, to="/items/tags")
    return page("items/tag.html", refused(form), tag=tag, form=form, merging=merging, merges=merges(tag.id))


@bp.post("/tags/<tag_slug>/undo")
def undo_merge(tag_slug: str) -> BaseResponse:
    """Two words again, or the spelling of before."""
    who = signed_in()
    tag = tag_by_slug(tag_slug) or abort(404)
    with transaction():
        kept = taking_back.undo_merge(who, tag)
    said = _("“%(word)s” and “%(other)s” are two words again.", word=tag.label, other=kept.label)
    if kept.merged_into_id == tag.id:
        said = _("“%(word)s” is written as before.", word=tag.label)
    return done(said, to=f"/items/tags/{tag.slug}")


def _and_undo(said: str, tag: Tag) -> Markup:
    return Markup(render_template("items/_undo_tag.html", said=said, tag_slug=tag.slug))


def _merged(tag: Tag, form: TagForm) -> Tag:
    other = db.session.scalars(select(Tag).where(Tag.slug == slug_of(form.label.data or ""))).first()
    if other is None:
        raise Invalid(fields={"label": _("Nothing bears this word yet: rename instead, or correct it.")})
    return merge_tags(actor(), tag, other)
