"""Organisations: the list, one page each, mandates."""

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import can, require
from forum.people import commands, queries
from forum.people.forms import MandateForm, OrganisationForm, territory_choices
from forum.people.models import Organisation
from forum.people.queries import may_speak_for
from forum.people.views.ground import bp
from forum.territories.queries import tree
from forum.territories.vocabulary import actor_types
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in


def _found(slug: str) -> Organisation:
    return queries.organisation(slug) or abort(404)


@bp.get("/organisations/")
def organisations() -> BaseResponse:
    """All organisations, by territory and kind."""
    node = tree().find(request.args.get("territory"))
    kind = request.args.get("kind", "")
    rows = queries.organisations(
        territory_ids=tree().below[node.id] if node else None, kind=kind, key=request.args.get("cursor", "")
    )
    return page("people/organisations.html", rows=rows, node=node, kind=kind, kinds_of_actors=actor_types(),
                territories=territory_choices())  # fmt: skip


@bp.get("/organisations/<slug>")
def organisation(slug: str) -> BaseResponse:
    """One organisation: what it does, who acts for it."""
    found = _found(slug)
    people = queries.people_of(found.id)
    mine = next((row for row in people if row.user_id == actor().id), None)
    return page("people/organisation.html", organisation=found, people=people, mine=mine, form=MandateForm(formdata=None),
                keeps=can(actor(), "keep", found), kinds_of_actors=actor_types())  # fmt: skip


def _values(form: OrganisationForm) -> dict[str, object]:
    node = tree().find(form.territory.data or "")
    return {
        "name": form.name.data or "", "kind": form.kind.data, "territory_id": node.id if node else None,
        "website": form.website.data or "", "countries": form.countries.data or [], "about": form.about.data or "",
        "founded_on": form.founded_on.data, "themes": form.themes.data or [],
    }  # fmt: skip


def _among_us(form: OrganisationForm) -> dict[str, object]:
    """What only those who act for it know: an administrator who changes the rest neither sees nor touches it."""
    return {"annual_budget": form.annual_budget.data, "staff": form.staff.data}


@bp.route("/organisations/new", methods=["GET", "POST"])
def new_organisation() -> BaseResponse:
    """Create an organisation."""
    who = signed_in()
    form = OrganisationForm()
    form.offer()
    if form.validate_on_submit():
        made = attempt(form, lambda: commands.create_organisation(who, **_values(form), **_among_us(form)))  # type: ignore[arg-type]
        if made:
            return done(_("The organisation is registered; you manage it."), to=f"/organisations/{made.slug}")
    return page("people/organisation_form.html", refused(form), form=form, organisation=None, inside=True)


@bp.route("/organisations/<slug>/edit", methods=["GET", "POST"])
def edit_organisation(slug: str) -> BaseResponse:
    """Change an organisation."""
    found = _found(slug)
    require(signed_in(), "keep", found)
    node = tree().nodes.get(found.territory_id or 0)
    inside = may_speak_for(actor().id or 0, found.id)
    form = OrganisationForm(obj=found, territory=node.code if node else "")
    form.offer()
    if not inside:
        del form.annual_budget, form.staff
    if request.method == "GET":
        form.territory.data = node.code if node else ""
    if form.validate_on_submit() and attempt(
        form,
        lambda: (
            commands.change_organisation(actor(), found, **_values(form), **(_among_us(form) if inside else {})) or True
        ),  # type: ignore[arg-type]
    ):
        return done(_("Saved."), to=f"/organisations/{slug}")
    return page("people/organisation_form.html", refused(form), form=form, organisation=found, inside=inside)


@bp.post("/organisations/<slug>/mandate")
def ask_mandate(slug: str) -> BaseResponse:
    """Ask to act for it."""
    found = _found(slug)
    with transaction():
        commands.ask_mandate(signed_in(), found, request.form.get("title", ""))
    return done(_("Your request was sent to those who manage it."), to=f"/organisations/{slug}")


@bp.post("/organisations/<slug>/mandate/leave")
def leave_organisation(slug: str) -> BaseResponse:
    """One's own mandate ends."""
    found = _found(slug)
    with transaction():
        commands.leave_organisation(signed_in(), found)
    return done(_("You no longer act for it."), to=f"/organisations/{slug}")


@bp.post("/organisations/<slug>/mandates/<int:user_id>")
def answer_mandate(slug: str, user_id: int) -> BaseResponse:
    """Confirm, make manager, or end."""
    found = _found(slug)
    deed = request.form.get("deed", "")
    with transaction():
        commands.answer_mandate(
            signed_in(),
            found,
            user_id,
            confirmed=deed in ("member", "manager"),
            role=deed if deed == "manager" else "member",
        )
    return done(_("Answered."), to=f"/organisations/{slug}")
