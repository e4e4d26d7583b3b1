"""Voicing a need, and changing what stands around its text."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.items.commands.link import link
from forum.items.commands.publish import classify, place, publish
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.needs.models import LEVELS, STATUSES, Need, Step
from forum.spaces.models import Space
from forum.territories.queries import tree

LEVEL_OF = {"country": "national", "region": "regional"}  # of the territory where it is voiced; others: local


def voice(
    actor: Actor,
    space: Space,
    *,
    title: str,
    source: str,
    affected: str = "",
    level: str | None = None,
    status: str = "gathering",
    addressee: str = "",
    answer_due: date | None = None,
    comes_from: Item | None = None,
    **more: Any,
) -> Need:
    """Publish a need. Its level is that of its territory; people begin below the national level, which is for relays.

    `status`, `addressee`, `answer_due`, a national `level`: keepers and imports. `comes_from`: the discussion
    that gave it, linked at once.
    """
    if (level is not None and level not in LEVELS) or status not in STATUSES:
        raise Invalid(fields={"level": _("Choose one of the proposed values.")})
    if not actor.keeps(space.id):
        status, addressee, answer_due = "gathering", "", None
        level = None if level == "national" else level
    need = publish(
        actor, Need, space, title=title, source=source, affected=" ".join(affected.split())[:300], status=status,
        addressee=addressee.strip()[:200], answer_due=answer_due, voices=0, level=level or "local", **more,
    )  # fmt: skip
    if level is None:
        node = tree().nodes.get(need.territory_id or 0)
        need.level = LEVEL_OF.get(node.kind, "local") if node else "local"
        if need.level == "national" and not actor.keeps(space.id):
            need.level = "regional"
    db.session.add(Step(need_id=need.id, deed="voiced", level=need.level, territory_id=need.territory_id,
                        by_id=need.author_id, at=need.created_at))  # fmt: skip
    if comes_from is not None:
        link(actor, need, comes_from, "comes_from")
    return need


def describe(
    actor: Actor,
    need: Need,
    *,
    affected: str,
    territories: Iterable[int] | None = None,
    themes: Iterable[int] = (),
    tags: Iterable[str] = (),
) -> None:
    """Who is concerned, where, about what. Its level moves by relays only."""
    require(actor, "edit", Message(need, 1, need))
    need.affected = " ".join(affected.split())[:300]
    if territories is not None:
        wanted = list(territories)
        need.territory_id = wanted[0] if wanted else need.territory_id
        place(need, wanted)
    classify(need, themes, tags)
    tell("need.described", need, actor_id=actor.id, number=1)
