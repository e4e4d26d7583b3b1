"""Who got it: an organisation says what came of its request, or takes that back."""

from flask import Response, make_response, render_template, request
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as BaseResponse
from wtforms import BooleanField, IntegerField, SelectField, TextAreaField
from wtforms.validators import Optional

from forum.core import clock
from forum.core.db import transaction
from forum.core.i18n import _, lazy
from forum.core.permissions import require
from forum.items.kinds import path
from forum.items.queries.heads import head
from forum.people.queries import mandates_of
from forum.resources import outcomes
from forum.resources.labels import answers
from forum.resources.models import Resource
from forum.resources.project_form import Whole
from forum.resources.queries.outcomes import outcomes_of, said_by
from forum.resources.views.ground import bp, resource_or_404
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in
from forum.web.slots import fills


class OutcomeForm(FlaskForm):
    """What came of a request."""

    organisation = SelectField(lazy("In the name of"), coerce=int)
    year = IntegerField(lazy("Year of the request"))
    answer = SelectField(lazy("What was the answer?"), default="obtained")
    asked = Whole(lazy("Amount asked for (€)"), validators=[Optional()])
    obtained = Whole(lazy("Amount obtained (€)"), validators=[Optional()])
    days = IntegerField(lazy("Days from the request to the answer"), validators=[Optional()])
    advice = TextAreaField(lazy("One piece of advice for those who ask after you"))
    is_public = BooleanField(lazy("Everybody may read it; otherwise members only"), default=True)


@bp.route("/<int:item_id>/outcomes/new", methods=["GET", "POST"])
def told(item_id: int) -> Response | BaseResponse:
    """One for each organisation and year; said again, the last words count."""
    resource, who = resource_or_404(item_id), signed_in()
    require(who, "tell outcome", resource)
    mandates = mandates_of(who.id or 0)
    mine = {each.organisation_id for each in mandates}
    said = [row for row in outcomes_of(item_id, who) if row.organisation_id in mine]
    year = request.args.get("year", type=int) or clock.today().year
    start = next((row for row in said if row.year == year), None)
    names = ("year", "answer", "asked", "obtained", "days", "advice", "is_public")
    known = {name: getattr(start, name) for name in names} if start else {"year": year}
    form = OutcomeForm(data=known | ({"organisation": start.organisation_id} if start else {}))
    form.organisation.choices = [(each.organisation_id, each.organisation) for each in mandates]
    form.answer.choices = list(answers().items())
    if mandates and form.validate_on_submit() and attempt(form, lambda: _said(resource, form)):
        return done(_("Thank you: those who ask after you know what to expect."), to=f"{path(resource)}#outcomes")
    values = {"item": head(item_id, who), "form": form, "mandates": mandates, "said": said, "answers": answers()}
    return page("resources/outcome.html", refused(form), **values)


def _said(resource: Resource, form: OutcomeForm) -> bool:
    outcomes.say_outcome(
        actor(), resource, form.organisation.data or 0, form.year.data, answer=form.answer.data or "",
        asked=form.asked.data, obtained=form.obtained.data, days=form.days.data, advice=form.advice.data or "",
        is_public=bool(form.is_public.data),
    )  # fmt: skip
    return True


@bp.post("/<int:item_id>/outcomes/undo")
def untold(item_id: int) -> BaseResponse:
    """Take it back: `organisation`, `year`."""
    resource, who = resource_or_404(item_id), signed_in()
    organisation, year = (request.form.get(name, 0, type=int) for name in ("organisation", "year"))
    with transaction():
        outcomes.take_outcome_back(who, resource, organisation, year)
    return done(_("Taken back."), to=path(resource))


@bp.get("/outcomes.json")
def my_outcomes() -> Response:
    """All that one said of funding, as a file."""
    answer = make_response({"outcomes": said_by(signed_in().id or 0)})
    answer.headers["Content-Disposition"] = 'attachment; filename="palabre-outcomes.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@fills("in the settings", position=80)
def in_settings(person: object) -> str:
    """What one said of funding, to take along."""
    return render_template("resources/_in_settings.html")
