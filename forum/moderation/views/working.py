"""The worklist, and what other rooms decide from it: resources, documents, needs, requests to join."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Response, abort, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import require
from forum.documents.commands import renew
from forum.documents.models import Document
from forum.items.kinds import path
from forum.items.listing import without
from forum.items.models.item import Item
from forum.items.queries.heads import readable
from forum.links.commands import all_still_right as keep_links
from forum.moderation.forms import WhyForm
from forum.moderation.queries import worklist as waiting
from forum.moderation.queries.work import work
from forum.moderation.queries.worklist import Scope
from forum.moderation.views.ground import bp, here, row, row_asked, settled
from forum.needs.commands.ladder import relay
from forum.needs.models import Need
from forum.people.models import User
from forum.resources import commands as resources
from forum.resources.models import Resource
from forum.spaces.commands import answer_request
from forum.spaces.keepers import keeper
from forum.spaces.models import Space
from forum.spaces.queries import known
from forum.upkeep import commands as upkeep
from forum.web.actor import actor
from forum.web.answers import attempt, by_htmx, page, signed_in

AnyItem = TypeVar("AnyItem", bound=Item)


@bp.get("/moderation/")
def worklist() -> Response:
    """All that waits for the actor."""
    return _page(Scope(keeper(lambda who: who.moderates or who.curates or who.stewards)), None)


@bp.get("/spaces/<slug>/worklist")
def of_space(slug: str) -> Response:
    """What waits in one space."""
    space = known(slug, actor()) or abort(404)
    require(signed_in(), "curate", space)
    return _page(Scope(actor(), space.id), space)


def _page(scope: Scope, space: Space | None) -> Response:
    kind = request.args.get("kind", "")
    counts = waiting.counts(scope)
    found = work(scope, kind=kind, key=request.args.get("cursor", ""))
    return page(
        "moderation/worklist.html", fragment="moderation/_list.html", counts=counts,
        rows=found.rows, next_url=without(cursor=found.next) if found.next else None, kind=kind, space=space,
        base=request.path,
    )  # fmt: skip


def _settle(command: Callable[[str], Any], said: str, to: str, title: str) -> BaseResponse:
    """Carry out what another room decides; what it refuses goes back into the row, or is said."""
    form = WhyForm()

    def carry_out() -> bool:
        try:
            command(form.text.data or "")
        except Invalid as problem:
            # Other rooms name their own field; here there is one.
            raise Invalid(fields={"text": problem.message or " ".join(problem.fields.values())}) from problem
        return True

    if attempt(form, carry_out):
        return settled(said, to=here() if not by_htmx() else to, title=title)
    asked = row_asked() if by_htmx() else None
    if asked and (again := row(asked, 422, form=form)):
        return again
    return page("moderation/why.html", 422, form=form, title=title, url=to, next=here())


def _of_kind(model: type[AnyItem], item_id: int) -> AnyItem:
    """The item, if the reader may see it and it is of this kind."""
    found = readable(item_id, actor())
    return found if isinstance(found, model) else abort(404)


@bp.post("/moderation/resources/<int:item_id>")
def resource(item_id: int) -> BaseResponse:
    """Verify a proposed resource, or refuse it with a reason."""
    found, who = _of_kind(Resource, item_id), signed_in()
    if request.form.get("deed") == "refuse":
        return _settle(lambda why: resources.refuse(who, found, why), _("Refused. Its author is told why."),
                       path(found), found.title)  # fmt: skip
    return _settle(lambda why: resources.verify(who, found, why), _("Verified today."), path(found),
                   found.title)  # fmt: skip


@bp.post("/moderation/documents/<int:item_id>")
def document(item_id: int) -> BaseResponse:
    """Read again and still right: the next review is due in a year."""
    found, who = _of_kind(Document, item_id), signed_in()
    return _settle(lambda _why: renew(who, found), _("Still right: to be read again in a year."),
                   path(found), found.title)  # fmt: skip


@bp.post("/moderation/signals/<int:item_id>")
def signal(item_id: int) -> BaseResponse:
    """What readers say has changed: `deed` corrected, right or unclear, and an answer to them."""
    found, who = readable(item_id, actor()) or abort(404), signed_in()
    outcome = request.form.get("deed", "")
    return _settle(lambda why: upkeep.settle(who, found, outcome, why), _("Settled. Thank you for looking."),
                   path(found), found.title)  # fmt: skip


@bp.post("/moderation/links/<int:item_id>")
def links(item_id: int) -> BaseResponse:
    """Somebody opened the dead links of a page: people see what is behind them."""
    found, who = readable(item_id, actor()) or abort(404), signed_in()
    return _settle(lambda _why: keep_links(who, found), _("Kept as it is, for half a year."), path(found), found.title)


@bp.post("/moderation/needs/<int:item_id>")
def need(item_id: int) -> BaseResponse:
    """Carry a need one level up, with the reason."""
    found, who = _of_kind(Need, item_id), signed_in()
    return _settle(lambda why: relay(who, found, why), _("Carried one level up."), path(found), found.title)


@bp.post("/moderation/requests/<slug>/<int:user_id>")
def join_request(slug: str, user_id: int) -> BaseResponse:
    """Let somebody into a space, or not."""
    space = known(slug, actor()) or abort(404)
    who, welcome = signed_in(), request.form.get("welcome") == "1"
    name = getattr(db.session.get(User, user_id), "name", "")
    said = _("%(name)s is in “%(space)s”.", name=name, space=space.name) if welcome else _("Declined.")
    return _settle(lambda _why: answer_request(who, space, user_id, welcome=welcome), said,
                   f"/spaces/{slug}/members", name)  # fmt: skip
