"""Finding money: five questions, a ranked list with its reasons, and what reaches the amount together."""

from typing import Any

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from forum.items.queries.heads import head
from forum.people.queries import mandates_of, organisation
from forum.resources import labels
from forum.resources.profile import QUESTIONS, known_of
from forum.resources.project_form import ProjectForm
from forum.resources.queries.matching import Match, combined, match, matches
from forum.resources.views.ground import bp
from forum.web.actor import actor
from forum.web.answers import page

SHOWN = 20


@bp.get("/finder")
def finder() -> Response:
    """The questions; with answers in the address, what fits."""
    answers, form, offered = _asked()
    values: dict[str, Any] = {"form": form, "offered": offered, "words": labels, "asked": bool(answers)}
    if answers and form.validate():
        found = matches(form.project(), actor())
        fitting = [each for each in found if not each.is_out]
        by_id = {each.of.id: each for each in found}
        sought = form.amount.data
        values |= {
            "fitting": fitting[:SHOWN], "fitting_count": len(fitting),
            "out": found[len(fitting) :][:SHOWN], "out_count": len(found) - len(fitting),
            "kept": {name: answers.getlist(name) for name in answers},
            "combinations": _named(combined(found, sought), by_id) if sought else [], "sought": sought,
        }  # fmt: skip
    return page("resources/finder.html", 422 if form.errors else 200, **values)


@bp.get("/<int:item_id>/fit")
def fit(item_id: int) -> Response:
    """One resource: is it for us? Each rule with its answer."""
    item = head(item_id, actor(), "resource") or abort(404)
    answers, form, offered = _asked()
    found = match(item_id, form.project(), actor()) if answers and form.validate() else None
    values = {"item": item, "form": form, "offered": offered, "match": found, "words": labels}
    return page("resources/fit.html", 422 if form.errors else 200, **values)


def _asked() -> tuple[MultiDict[str, str], ProjectForm, list[Any]]:
    """The answers: those in the address, or those of an organisation that the reader acts for."""
    names = QUESTIONS
    answers: MultiDict[str, str] = MultiDict(
        (name, value) for name, value in request.args.items(multi=True) if name in names and value.strip()
    )
    who = actor()
    offered = mandates_of(who.id) if who.id else []
    mine = request.args.get("for")
    if mine and not answers and any(each.slug == mine for each in offered):
        found = organisation(mine)
        for name, value in known_of(found).items() if found else ():
            answers.setlist(name, [str(each) for each in value] if isinstance(value, list) else [str(value)])
    return answers, ProjectForm(answers), offered


def _named(found: list[Any], by_id: dict[int, Match]) -> list[dict[str, Any]]:
    """Combinations with their resources, and why each pays what it pays."""
    return [
        {"shares": [(by_id[id], euros) for id, euros in each.shares], "missing": each.missing, "sum": each.sum}
        for each in found
    ]
