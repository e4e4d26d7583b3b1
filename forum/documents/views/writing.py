"""A new document: blank, from a template, or from an answer; and what stands around its text."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import lock
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.documents import commands, fields, queries
from forum.documents.forms import DetailsForm, DocumentForm, lines_of
from forum.documents.models import Document
from forum.documents.templates import choices, skeleton
from forum.documents.views.ground import bp, document_or_404
from forum.files.forms import sent, takes_files
from forum.items.commands.watch import drop_draft
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.items.queries.heads import head, labels, message, readable
from forum.items.queries.origins import Origin, origin_of
from forum.items.sending import resumed, send_once
from forum.spaces.models import Space
from forum.spaces.queries import known, open_to
from forum.territories.queries import tree
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend


@bp.route("/new", methods=["GET", "POST"])
@takes_files
def new() -> BaseResponse:
    """Write: from a template chosen above the form, or from messages with ?from=<item>&post=<number>&post=…"""
    who = signed_in()
    origin = _origin(who, request.args.get("from", type=int), request.args.getlist("post", type=int) or [1])
    wanted = request.args.get("template", "")
    start = {"space": request.args.get("space", ""), "template": wanted or "blank", "source": skeleton(wanted)}
    place = f"new/document/{origin.item_id}" if origin else "new/document"
    form = DocumentForm(data={**start, **(origin.values if origin else {}), **resumed(who, place)})
    form.offer(open_to(who, "document"))
    if form.validate_on_submit():
        spend("publish", "20 per hour", who.id)
        space = known(form.space.data, who) or abort(404)
        if made := send_once(form, who, lambda: _written(who, space, form)):
            said = _("Published, as a draft: a curator reviews it.")
            return done(said if made.state == "public" else _("Thank you. A moderator reads it first."), to=path(made))
    return page("documents/new.html", refused(form), form=form, origin=origin, templates=choices(), chosen=wanted)


def _origin(who: Actor, item_id: int | None, numbers: list[int]) -> Origin | None:
    """The messages to start from, if the reader may see them; their authors are credited in the sources."""
    origin = origin_of(who, item_id, numbers)
    if origin is None:
        return None if not item_id or head(item_id, who) is None else abort(404)
    seat = tree().nodes.get(origin.head.territory_id or 0)
    values = {
        "title": origin.title.rstrip(" ?\u202f\u00a0"), "source": origin.source, "sources": origin.credit,
        "space": origin.head.space_slug, "territory": seat.code if seat else "", "from_item": str(origin.item_id),
        "from_post": str(origin.number), "themes": [theme.id for theme in labels(origin.item_id).themes],
    }  # fmt: skip
    return replace(origin, values=values)


def _written(who: Actor, space: Space, form: DocumentForm) -> Document:
    made = commands.write(
        who, space, title=form.title.data or "", source=form.source.data or "", summary=form.summary.data or "",
        sources=lines_of(form.sources.data), template=form.template.data or "blank", comes_from=_given_by(who, form),
        territories=form.territory_ids, themes=form.themes.data or [], tags=form.tag_words,
        files=sent().ids(),
    )  # fmt: skip
    drop_draft(who.id, f"new/document/{form.from_item.data}" if form.from_item.data else "new/document")
    return made


def _given_by(who: Actor, form: DocumentForm) -> Item | None:
    number = form.from_item.data or ""
    item = readable(int(number), who) if number.isdecimal() else None
    place = int(form.from_post.data) if str(form.from_post.data or "").isdecimal() else 1
    return item if item and message(item, place, who) else None


@bp.route("/<int:item_id>/details", methods=["GET", "POST"])
def details(item_id: int) -> BaseResponse:
    """Summary, sources, licence, day of the next review, where and about what."""
    document = document_or_404(item_id)
    require(signed_in(), "edit", Message(document, 1, document))
    values = _around(document)
    form = DetailsForm(data={**_in_fields(values), "began": json.dumps(values)})
    form.offer(values["licence"])
    if form.validate_on_submit() and (saved := attempt(form, lambda: _described(document, form))):
        said = _("Saved. Somebody else had changed this text too: both changes are in it.")
        return done(said if saved == "joined" else _("Saved."), to=path(document))
    return page("documents/details.html", refused(form), form=form, item=head(item_id, actor()))


def _around(document: Document) -> dict[str, Any]:
    """What the form is about, as it is now, in words that travel in a hidden field."""
    found, sheet = labels(document.id), queries.sheet(document.id)
    seat = tree().nodes.get(document.territory_id or 0)
    return {
        "summary": document.summary, "sources": "\n".join(sheet.sources), "licence": sheet.licence,
        "review_by": str(sheet.review_by or ""), "actor_types": list(sheet.actor_types),
        "territory": seat.code if seat else "", "themes": [theme.id for theme in found.themes],
        "tags": [label for _slug, label in found.tags],
    }  # fmt: skip


def _in_fields(values: dict[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(values["review_by"]) if values["review_by"] else None
    return {**values, "review_by": day, "tags": ", ".join(values["tags"])}


def _described(document: Document, form: DetailsForm) -> str:
    """Write it down; what somebody else saved since the form was opened stays, field by field."""
    lock(document)
    now = _around(document)
    mine = {
        "summary": form.summary.data or "", "sources": "\n".join(lines_of(form.sources.data)),
        "licence": form.licence.data, "review_by": str(form.review_by.data or now["review_by"]),
        "actor_types": form.actor_types.data or [], "territory": form.territory.data or "",
        "themes": form.themes.data or [], "tags": [word.strip() for word in (form.tags.data or "").split(",") if word.strip()],
    }  # fmt: skip
    began = form.began_from or now
    values, clashes = fields.joined(began, mine, now)
    if clashes:
        form.began.data = json.dumps(now)  # whoever saves again has seen theirs
        for name, value in _in_fields(values).items():
            form[name].data = value
        shown = {"review_by": now["review_by"], **{name: now[name] for name in clashes}}
        raise Invalid(
            fields={
                name: _(
                    "Somebody changed this meanwhile to “%(text)s”. Keep yours by saving again, or write what both become.",
                    text=shown[name],
                )
                for name in clashes
            }
        )
    node = tree().find(values["territory"])
    commands.describe(
        actor(), document, summary=values["summary"], sources=lines_of(values["sources"]), licence=values["licence"],
        review_by=date.fromisoformat(values["review_by"]) if values["review_by"] else None,
        actor_types=values["actor_types"], territories=[node.id] if node else [], themes=values["themes"],
        tags=values["tags"],
    )  # fmt: skip
    return "saved" if values == mine else "joined"
