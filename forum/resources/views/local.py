"""What territories add to a sheet: all of them, changing one, its history."""

from typing import Any

from flask import abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import transaction
from forum.core.i18n import _
from forum.core.permissions import Actor, can, require
from forum.items.kinds import path
from forum.items.queries.heads import head, labels
from forum.resources import complementing
from forum.resources.around import LOCAL
from forum.resources.labels import local_facts
from forum.resources.local_form import LocalForm
from forum.resources.models import Resource
from forum.resources.policy import Local
from forum.resources.queries.details import details
from forum.resources.queries.history import local_versions
from forum.resources.queries.local import complements_of
from forum.resources.returning import text_of
from forum.resources.views.ground import bp, resource_or_404
from forum.territories.queries import Node, tree
from forum.web.actor import actor
from forum.web.answers import attempt, done, page, refused, signed_in


def _place(code: str) -> Node:
    return tree().codes.get(code) or abort(404)


def places_offered(resource_id: int, within: list[Node], who: Actor) -> list[Node]:
    """Where the reader may say something, inside the territories of the sheet."""
    here = {node.id for node in within}
    inside = (node for node in tree().nodes.values() if node.id not in here and here & set(node.above))
    return [node for node in inside if can(who, "complement", Local(resource_id, node))] if _keeps(who) else []


def _keeps(who: Actor) -> bool:
    return bool(who.is_admin or who.stewards or who.curates or who.moderates)


@bp.get("/<int:item_id>/complements")
def complements(item_id: int) -> BaseResponse:
    """Which territories say something otherwise, who looked when; where the reader may add something."""
    item = head(item_id, actor(), "resource") or abort(404)
    rows = complements_of([item_id]).get(item_id, [])
    offered = places_offered(item_id, labels(item_id).territories, actor())
    mine = {node.id for node in offered}
    return page("resources/complements.html", item=item, rows=rows, offered=offered, mine=mine, said=local_facts)


@bp.get("/<int:item_id>/complements/new")
def choose_place(item_id: int) -> BaseResponse:
    """The territory was chosen in a form: to its page."""
    resource_or_404(item_id)
    node = _place(request.args.get("territory", ""))
    return done("", to=f"/resources/{item_id}/complements/{node.code}")


@bp.route("/<int:item_id>/complements/<code>", methods=["GET", "POST"])
def complement(item_id: int, code: str) -> BaseResponse:
    """Say what differs there."""
    resource, place = resource_or_404(item_id), _place(code)
    require(signed_in(), "complement", Local(item_id, place))
    item = head(item_id, actor(), "resource") or abort(404)
    row = next((row for row in complements_of([item_id]).get(item_id, []) if row.territory_id == place.id), None)
    start: dict[str, Any] = dict(row.facts) if row else {}
    start["windows"] = text_of(start.get("windows") or [])
    form = LocalForm(data={**start, "source": row.source if row else "", "version": str(row.version if row else 0)})
    form.offer()
    if form.validate_on_submit() and attempt(form, lambda: _said(resource, place, form)):
        return done(_("Saved: whoever looks from %(place)s sees it.", place=place.name), to=_there(resource, place))
    values = {"item": item, "place": place, "form": form, "row": row, "sheet": details(item_id)}
    return page("resources/complement.html", refused(form), said=local_facts, local=LOCAL, **values)


def _said(resource: Resource, place: Node, form: LocalForm) -> bool:
    version = form.version.data or ""
    complementing.complement(
        actor(), resource, place, source=form.source.data or "", facts=form.said(), reason=form.reason.data or "",
        version=int(version) if version.isdecimal() else None,
    )  # fmt: skip
    return True


def _there(resource: Resource, place: Node) -> str:
    return f"{path(resource)}?territory={place.code}"


@bp.post("/<int:item_id>/complements/<code>/verification")
def complement_still_right(item_id: int, code: str) -> BaseResponse:
    """Somebody of the territory looked."""
    resource, place = resource_or_404(item_id), _place(code)
    with transaction():
        complementing.still_right(signed_in(), resource, place)
    return done(_("Still right: noted today."), to=_there(resource, place))


@bp.post("/<int:item_id>/complements/<code>/remove")
def remove_complement(item_id: int, code: str) -> BaseResponse:
    """The sheet alone counts there again."""
    resource, place = resource_or_404(item_id), _place(code)
    with transaction():
        complementing.take_away(signed_in(), resource, place, request.form.get("reason", ""))
    said = _("Taken away: the sheet alone counts there. Its history stays, and can be brought back.")
    return done(said, to=f"/resources/{item_id}/complements/{code}/history")


@bp.get("/<int:item_id>/complements/<code>/history")
def complement_history(item_id: int, code: str) -> BaseResponse:
    """What the territory said, when, by whom, why."""
    item = head(item_id, actor(), "resource") or abort(404)
    place = _place(code)
    may = can(actor(), "complement", Local(item_id, place))
    rows = local_versions(item_id, place.id)
    return page("resources/complement_history.html", item=item, place=place, rows=rows, may=may, said=local_facts)


@bp.post("/<int:item_id>/complements/<code>/history/<int:version_id>/restore")
def restore_complement(item_id: int, code: str, version_id: int) -> BaseResponse:
    """Say again what it said then."""
    resource, place = resource_or_404(item_id), _place(code)
    require(signed_in(), "complement", Local(item_id, place))
    row = next((row for row in local_versions(item_id, place.id) if row.id == version_id), None) or abort(404)
    with transaction():
        reason = _("As it was on %(day)s", day=row.at.date().isoformat())
        complementing.complement(actor(), resource, place, source=row.source, facts=row.facts, reason=reason)
    return done(_("Brought back."), to=_there(resource, place))
