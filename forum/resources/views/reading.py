"""One resource: its facts first; its deadline as a calendar entry."""

from typing import Any

from flask import Response, abort, current_app, make_response, request

from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items import showing
from forum.items.policy import Message, may_edit
from forum.items.queries.heads import Head, head
from forum.resources import labels
from forum.resources.calendar import event
from forum.resources.policy import may_verify
from forum.resources.queries.details import details, looks, required, seen_from
from forum.resources.queries.outcomes import figures, outcomes_of
from forum.resources.values import href_of
from forum.resources.views.ground import bp
from forum.territories.queries import Node, tree
from forum.web.actor import actor


@bp.get("/<int:item_id>-<slug>")
@bp.get("/<int:item_id>")
def show(item_id: int, slug: str | None = None) -> Response:
    """One resource."""
    return showing.show("resource", item_id, slug, "resources/show.html", extras)


def extras(item: Head, who: Actor) -> dict[str, Any]:
    """What is particular to a resource's page."""
    found = seen_from(details(item.id), item.id, _place(who))
    told = outcomes_of(item.id, who) if found.told_by else []  # nothing said, nothing to look up
    row: Any = item  # rules ask names that a Head has too
    return {
        "resource": found,
        "required": required(found.requires, who),
        "outcomes": told,
        "figures": figures(told),
        "words": labels,
        "href": href_of(found.url),
        "may_verify": may_verify(who, row),
        "may_complement": bool(who.is_admin or who.stewards or who.curates or who.moderates),
        "may_edit": may_edit(who, Message(row, 1, row)),
        "refusal": looks(item.id, limit=1) if found.standing == "refused" else [],
    }


def _place(who: Actor) -> Node | None:
    """From where it is looked at: the address says it, else the territory of the reader."""
    return tree().find(request.args.get("territory")) or tree().nodes.get(who.territory_id or 0)


@bp.get("/<int:item_id>.ics")
def calendar(item_id: int) -> Response:
    """Its deadline, for a calendar."""
    found = head(item_id, actor(), "resource") or abort(404)
    day = seen_from(details(item_id), item_id, _place(actor())).deadline or abort(404)
    base = current_app.extensions["settings"].base_url
    host = base.split("//")[-1].split("/")[0].split(":")[0]
    text = event(
        uid=f"resource-{item_id}@{host}", title=_("Deadline: %(title)s", title=found.title), day=day,
        url=base + found.url, text=f"{_('Closes at midnight in Paris.')}\n{found.summary}\n{base}{found.url}".strip(),
        changed=found.edited_at or found.active_at, version=found.stamp,
        reminder=_("In a week: %(title)s", title=found.title),
    )  # fmt: skip
    answer = make_response(text)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.ics"'
    return answer
