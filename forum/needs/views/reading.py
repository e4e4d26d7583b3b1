"""The list of needs, and one need with its ladder."""

from typing import Any

from flask import Response

from forum.core.i18n import _, ngettext
from forum.core.permissions import Actor
from forum.items import showing
from forum.items.models.item import Item
from forum.items.narrowing import narrowed_page
from forum.items.policy import Message, may_edit
from forum.items.queries.heads import Head
from forum.needs import labels, policy
from forum.needs.ladder import by_region, carried, rungs
from forum.needs.models import LEVELS, Need
from forum.needs.queries.one import case_of, voices_of
from forum.needs.queries.rows import TABLE, facets
from forum.needs.views.ground import bp


@bp.get("/")
def index() -> Response:
    """All needs, those with the most voices first."""
    sorts = {
        "voices": (_("most organisations"), ((TABLE.c.voices, True), (Item.active_at, True), (Item.id, True))),
        "activity": (_("last activity"), ((Item.active_at, True), (Item.id, True))),
    }
    return narrowed_page(
        "need", "needs/list.html", facets(), join=Need, sorts=sorts,
        count_of=lambda n: ngettext("%(n)s need", "%(n)s needs", n),
    )  # fmt: skip


@bp.get("/<int:item_id>-<slug>")
@bp.get("/<int:item_id>")
def show(item_id: int, slug: str | None = None) -> Response:
    """One need."""
    return showing.show("need", item_id, slug, "needs/show.html", extras)


def extras(item: Head, who: Actor) -> dict[str, Any]:
    """What is particular to a need's page."""
    case, steps = case_of(item.id)
    voices, own = voices_of(item.id, who)
    regions = by_region(voices)
    row: Any = item  # rules ask names that a Head has too
    return {
        "case": case,
        "steps": steps,
        "rungs": rungs(case, steps, item.territory_id),
        "voices": voices,
        "own": own,
        "regions": regions,
        "carried": carried(case.voices, len(regions)),
        "answer_step": next((s for s in reversed(steps) if s.deed == "answered"), None),
        "words": labels,
        "is_top": case.level == LEVELS[-1],
        "is_bottom": case.level == LEVELS[0],
        "may_relay": policy.may_relay(who, row),
        "may_settle": policy.may_settle(who, row),
        "may_support": policy.may_support(who, row),
        "may_edit": may_edit(who, Message(row, 1, row)),
    }
