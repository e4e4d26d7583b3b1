"""One resource: its facts first; its deadline as a calendar entry."""

from typing import Any

from flask import Response, abort, current_app, make_response

from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.items import showing
from forum.items.policy import Message, may_edit
from forum.items.queries.heads import Head, head
from forum.resources import labels
from forum.resources.calendar import event
from forum.resources.policy import may_verify
from forum.resources.queries.details import deadline_of, details, looks
from forum.resources.values import href_of
from forum.resources.views.ground import bp
from forum.web.actor import actor


@bp.get("/<int:item_id>-<slug>")
@bp.get("/<int:item_id>")
def show(item_id: int, slug: str | None = None) -> Response:
    """One resource."""
    return showing.show("resource", item_id, slug, "resources/show.html", extras)


def extras(item: Head, who: Actor) -> dict[str, Any]:
    """What is particular to a resource's page."""
    found = details(item.id)
    row: Any = item  # rules ask names that a Head has too
    return {
        "resource": found,
        "words": labels,
        "href": href_of(found.url),
        "may_verify": may_verify(who, row),
        "may_edit": may_edit(who, Message(row, 1, row)),
        "refusal": looks(item.id, limit=1) if found.standing == "refused" else [],
    }


@bp.get("/<int:item_id>.ics")
def calendar(item_id: int) -> Response:
    """Its deadline, for a calendar."""
    found = head(item_id, actor(), "resource") or abort(404)
    day = deadline_of(item_id) or abort(404)
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
