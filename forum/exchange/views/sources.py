"""Sources of resources: adding one, how it is read, what came of it, what it proposes."""

from datetime import datetime
from typing import Any

from flask import abort, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, SelectField, StringField

from forum.core.db import db, transaction
from forum.core.errors import Invalid
from forum.core.i18n import _, lazy
from forum.core.permissions import can
from forum.exchange.models import Source
from forum.exchange.sheets.columns import COLUMNS
from forum.exchange.sources import keeping, queries
from forum.exchange.sources.meaning import AUTO, fields_of
from forum.exchange.sources.words import problem_of
from forum.exchange.views.ground import bp, catalogues
from forum.items.listing import without
from forum.resources import labels
from forum.spaces.keepers import asked_space, keeper
from forum.spaces.models import Space
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.limits import spend

START = "/resources/sources"


class SourceForm(FlaskForm):
    """A new source."""

    url = StringField(lazy("Address of the feed, of the list in JSON or of the CSV file"))
    name = StringField(lazy("Name of the source"))
    space = SelectField(lazy("The catalogue it goes to"))


class ReadingForm(FlaskForm):
    """How often, and what its new resources have in common. Fields and rules come beside it."""

    hours = SelectField(lazy("How often it is read"), coerce=int)
    is_whole = BooleanField(lazy("It holds everything: what is no longer in it has ended (somebody looks first)"))
    type = SelectField(lazy("Type, where the source says none"))
    funder = StringField(lazy("Who offers it, where the source does not say"))

    def offer(self) -> None:
        """Fill the choices."""
        self.hours.choices = [(6, _("Every six hours")), (24, _("Every day")), (168, _("Every week"))]
        self.type.choices = list(labels.types().items())


def source_or_404(source_id: int) -> Source:
    """A source of a catalogue that the reader keeps; for anybody else there is none."""
    who = signed_in()
    found = db.session.get(Source, source_id)
    return found if found and can(who, "keep", found) else abort(404)


@bp.get(f"{START}/")
def sources() -> BaseResponse:
    """All sources that the reader keeps, or those of one space (`space`)."""
    who = keeper()
    space = asked_space(who)
    rows = queries.listed(who, space.id if space else None)
    return page("exchange/sources.html", rows=rows, space=space, problem_of=problem_of,
                waiting=sum(row.waiting for row in rows))  # fmt: skip


@bp.route(f"{START}/new", methods=["GET", "POST"])
def new_source() -> BaseResponse:
    """An address is asked at once, so that one sees whether it can be read."""
    spaces = catalogues()
    form = SourceForm(data={"space": request.args.get("space", "")})
    form.space.choices = [(space.slug, space.name) for space in spaces]
    if form.validate_on_submit():
        spend("add a source", "30 per hour", signed_in().id)
        space = next(each for each in spaces if each.slug == form.space.data)
        if made := _added(form, space):
            return done(_("It can be read. Say what its fields mean."), to=f"{START}/{made.id}/columns")
    return page("exchange/source_new.html", refused(form), form=form)


def _added(form: SourceForm, space: Space) -> Source | None:
    who, values = signed_in(), {"name": form.name.data or "", "url": (form.url.data or "").strip()}
    try:
        keeping.check(**values)
    except Invalid as problem:
        for name, words in problem.fields.items():
            form[name].errors = [words]
        return None
    from forum.exchange.sources import asking  # speaks HTTP: loaded where somebody is asked

    db.session.rollback()  # no transaction stays open while others think
    came = asking.look_at(values["url"], asking.ASKER)
    if came.problem or not came.objects:
        form.url.errors = [
            problem_of(came.problem) if came.problem else _("There is nothing in it yet: come back later.")
        ]
        return None
    space = db.session.get_one(Space, space.id)
    fields = fields_of(came.objects)
    return attempt(
        form, lambda: keeping.add(who, space, **values, fields=fields, is_whole=not came.is_feed)
    )  # fmt: skip


@bp.get(f"{START}/<int:source_id>")
def source(source_id: int) -> BaseResponse:
    """What waits, what came of the last readings, what is wrong."""
    found = source_or_404(source_id)
    state = request.args.get("state", "")
    shown = queries.records(signed_in(), source_id=source_id, state=state if state in ("refused", "wrong", "settled") else "",
                            key=request.args.get("cursor", ""))  # fmt: skip
    return page(
        "exchange/source.html", fragment="exchange/_proposals.html", source=found, space=db.session.get(Space, found.space_id),
        counts=queries.counts_of(source_id), rows=shown.rows, state=state, problem_of=problem_of,
        next_url=without(cursor=shown.next) if shown.next else None, 
        rounds=[{**each, "at": datetime.fromisoformat(each["at"])} for each in found.rounds],
    )  # fmt: skip


@bp.route(f"{START}/<int:source_id>/columns", methods=["GET", "POST"])
def source_columns(source_id: int) -> BaseResponse:
    """Which field is what, and what may change without anybody looking."""
    found, problem = source_or_404(source_id), ""
    form = ReadingForm(data={"hours": found.hours, "is_whole": found.is_whole, **found.preset})
    form.offer()
    names = list(found.fields)
    chosen, policy = dict(found.columns), dict(found.policy)
    if request.method == "POST":
        chosen = {name: request.form.get(f"column-{at}", "") for at, name in enumerate(names)}
        policy = {
            column.name: rule for column in COLUMNS if (rule := request.form.get(f"policy-{column.name}")) is not None
        }
        if form.validate_on_submit():
            try:
                with transaction():
                    _confirm(found, chosen, policy, form)
                return done(_("It is read within a minute: what it proposes appears here."), to=f"{START}/{source_id}")
            except Invalid as refusal:
                problem, found = refusal.message, source_or_404(source_id)
    values = {"source": found, "columns": COLUMNS, "names": names, "chosen": chosen, "policy": policy, "auto": AUTO}
    return page("exchange/source_columns.html", 422 if problem else refused(form), form=form, problem=problem, **values)


def _confirm(found: Source, chosen: dict[str, str], policy: dict[str, str], form: ReadingForm) -> None:
    preset: dict[str, Any] = {"type": form.type.data, "funder": " ".join((form.funder.data or "").split())[:200]}
    keeping.confirm(
        signed_in(), found, chosen, policy, preset=preset, is_whole=form.is_whole.data, hours=form.hours.data
    )


@bp.post(f"{START}/<int:source_id>/question")
def ask_source(source_id: int) -> BaseResponse:
    """Read it at the worker's next turn."""
    found = source_or_404(source_id)
    spend("ask a source", "20 per hour", signed_in().id)
    with transaction():
        keeping.ask_again(signed_in(), found)
    return done(_("It is read within a minute: what it proposes appears here."), to=f"{START}/{source_id}")


@bp.post(f"{START}/<int:source_id>/rest")
def rest_source(source_id: int) -> BaseResponse:
    """It is not asked any more."""
    with transaction():
        keeping.rest(signed_in(), source_or_404(source_id), paused=True)
    return done(_("It rests: nobody asks it until you say so."), to=f"{START}/{source_id}")


@bp.post(f"{START}/<int:source_id>/rest/undo")
def wake_source(source_id: int) -> BaseResponse:
    """It is asked again."""
    with transaction():
        keeping.rest(signed_in(), source_or_404(source_id), paused=False)
    return done(_("It is read again."), to=f"{START}/{source_id}")


@bp.post(f"{START}/<int:source_id>/address")
def move_source(source_id: int) -> BaseResponse:
    """Another address (`url`)."""
    found = source_or_404(source_id)
    try:
        with transaction():
            keeping.move(signed_in(), found, request.form.get("url", ""))
    except Invalid as problem:
        return done(" ".join(problem.fields.values()), to=f"{START}/{source_id}")
    return done(_("It is read at its new address."), to=f"{START}/{source_id}")


@bp.post(f"{START}/<int:source_id>/erase")
def forget_source(source_id: int) -> BaseResponse:
    """The source goes; its resources stay."""
    with transaction():
        keeping.forget(signed_in(), source_or_404(source_id))
    return done(_("The source is forgotten. Resources that came from it stay."), to=f"{START}/")
