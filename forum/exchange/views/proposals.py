"""What sources propose, settled one by one where it stands, or several at once."""

from collections.abc import Callable

from flask import Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db, transaction
from forum.core.errors import Problem
from forum.core.i18n import _, ngettext
from forum.core.permissions import can
from forum.exchange.models import Source, SourceRecord
from forum.exchange.sources import queries, settling
from forum.exchange.sources.words import column_label
from forum.exchange.views.ground import bp
from forum.exchange.views.sources import START
from forum.items.listing import without
from forum.items.views.ground import number_in
from forum.resources.queries import readable
from forum.spaces.keepers import asked_space, keeper
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.answers import done, page, signed_in
from forum.web.security import safe_next
from forum.web.slots import fills

RECORD = f"{START}/objects/<int:record_id>"


@bp.get(f"{START}/proposals")
def proposals() -> Response:
    """Of all sources that the reader keeps, or of those of one space (`space`)."""
    who = keeper()
    space = asked_space(who)
    space_id = space.id if space else None
    shown = queries.records(who, space_id=space_id, key=request.args.get("cursor", ""))
    return page(
        "exchange/proposals.html", fragment="exchange/_proposals.html", rows=shown.rows, space=space,
        count=queries.waiting_count(who, space_id), next_url=without(cursor=shown.next) if shown.next else None,
    )  # fmt: skip


def _record_or_404(record_id: int) -> SourceRecord:
    who = signed_in()
    found = db.session.get(SourceRecord, record_id)
    source = db.session.get(Source, found.source_id) if found else None
    return found if found and source and can(who, "keep", source) else abort(404)


@bp.get(RECORD)
def source_object(record_id: int) -> Response:
    """An object as it came, and what its fields say."""
    record = _record_or_404(record_id)
    source = db.session.get_one(Source, record.source_id)
    return page("exchange/source_object.html", record=record, source=source, facts=queries.facts_of(record.values),
                label=column_label)  # fmt: skip


def _settled(record_id: int, said: str, command: Callable[[SourceRecord], object]) -> BaseResponse:
    """Do it; the row says so in its place, or says why not and stays as it is."""
    record, problem = _record_or_404(record_id), ""
    title, source_id = record.title, record.source_id
    try:
        with transaction():
            command(record)
    except Problem as refusal:
        problem = " ".join(each for each in (refusal.message, *refusal.fields.values()) if each)
        db.session.rollback()
    if getattr(request, "htmx", False):
        return make_response(render_template("exchange/_settled.html", record=_record_or_404(record_id), title=title,
                                             said=said, problem=problem))  # fmt: skip
    return done(problem or said, to=safe_next(request.form.get("next"), f"{START}/{source_id}"))


@bp.post(f"{RECORD}/addition")
def add_object(record_id: int) -> BaseResponse:
    """A new resource; `verified`: somebody checked it."""
    is_verified = "verified" in request.form
    said = _("It is in the catalogue, verified today.") if is_verified else _("It is in the catalogue, as proposed.")
    return _settled(record_id, said, lambda record: settling.add(signed_in(), record, is_verified=is_verified))


@bp.post(f"{RECORD}/sameness")
def same_object(record_id: int) -> BaseResponse:
    """It is the resource `other`: what differs waits."""
    number = number_in(request.form.get("other", ""))
    other = readable(number, actor()) if number else None
    said = _("Remembered: from now on it is this resource. What differs waits here.")
    return _settled(record_id, said, lambda record: settling.is_this(signed_in(), record, other))


@bp.post(f"{RECORD}/fields")
def take_object(record_id: int) -> BaseResponse:
    """`field`: those that become what the source says; all of them with `all`."""
    names = None if "all" in request.form else request.form.getlist("field")
    said = _("Taken: the others stay as they are.") if names is not None else _("Taken.")
    return _settled(record_id, said, lambda record: settling.take_fields(signed_in(), record, names))


@bp.post(f"{RECORD}/refusal")
def refuse_object(record_id: int) -> BaseResponse:
    """Not wanted, or: it stays as it is."""
    said = _("Refused: it is not proposed again.")
    return _settled(record_id, said, lambda record: settling.refuse(signed_in(), record))


@bp.post(f"{RECORD}/refusal/undo")
def propose_object_again(record_id: int) -> BaseResponse:
    """It waits again."""
    said = _("It waits again.")
    return _settled(record_id, said, lambda record: settling.propose_again(signed_in(), record))


@bp.post(f"{RECORD}/end")
def end_object(record_id: int) -> BaseResponse:
    """What the source no longer has has ended."""
    said = _("Its page says that it has ended.")
    return _settled(record_id, said, lambda record: settling.ended(signed_in(), record))


@bp.post(f"{START}/<int:source_id>/additions")
def add_objects(source_id: int) -> BaseResponse:
    """Several new ones (`record`), or those of the page that look like nothing in the catalogue; all as proposed."""
    who, added, left = signed_in(), 0, 0
    source = db.session.get(Source, source_id)
    if source is None or not can(who, "keep", source):
        abort(404)
    for record_id in request.form.getlist("record", type=int)[:200]:
        record = db.session.get(SourceRecord, record_id)
        if record is None or record.source_id != source_id:
            continue
        try:
            with transaction():
                settling.add(who, record)
            added += 1
        except Problem:
            db.session.rollback()
            left += 1
    said = ngettext(
        "%(n)s resource is in the catalogue, as proposed.", "%(n)s resources are in the catalogue, as proposed.", added
    )
    if left:
        said += " " + ngettext(
            "%(n)s could not be taken: look at it alone.", "%(n)s could not be taken: look at each.", left
        )
    return done(said, to=f"{START}/{source_id}")


@fills("in the menu of a space", position=27)
def on_space(space: Space) -> str:
    """The way to what sources propose, for those who tend it."""
    if not actor().is_someone or "resource" not in space.item_kinds or not can(actor(), "curate", space):
        return ""
    return render_template("exchange/_sources_of_space.html", space=space)


@fills("beside the worklist")
def beside_the_worklist(space: Space | None) -> str:
    """What sources propose is settled on a page of its own; counted there, the worklist costs no more."""
    who = actor()
    if not (who.is_admin or who.curates or who.moderates):
        return ""
    return render_template("exchange/_beside_worklist.html", space=space)
