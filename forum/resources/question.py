"""The question that the catalogue answers: the same for its page, exports, feeds, saved searches and other sites."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement

from forum.core.i18n import _
from forum.core.paging import Order
from forum.core.permissions import Actor
from forum.items.listing import asked_in
from forum.items.models.item import Item
from forum.items.narrowing import Narrowed, narrowed
from forum.resources.models import Resource
from forum.resources.queries.catalogue import TABLE, facets
from forum.resources.queries.deadlines import day_of_order, is_current, rank_of_type
from forum.territories.queries import Node, tree

__all__ = ["facets", "place_in", "question", "sorts", "usual"]
NAMES = ("type", "territory", "theme", "audience", "zone", "amount", "deadline", "level", "state", "tag", "space")


def place_in(args: Mapping[str, str], who: Actor | None = None) -> Node | None:
    """From where the catalogue is looked at: what a territory says otherwise counts there.

    The territory that the address names, else that of whoever reads, where they told it.
    """
    named = tree().find(args.get("territory"))
    return named or (tree().nodes.get(who.territory_id or 0) if who else None)


def usual(place: Node | None = None) -> dict[str, ColumnElement[bool]]:
    """What holds until somebody asks otherwise: closed and refused ones are left out."""
    return {"deadline": is_current(place), "state": TABLE.c.standing != "refused"}


def sorts(place: Node | None = None) -> dict[str, tuple[Any, Order]]:
    """code -> (label, order); the first is the usual one."""
    return {
        "deadline": (
            _("nearest deadline"),
            ((day_of_order(place), False), (rank_of_type(), False), (Item.active_at, True), (Item.id, True)),
        ),
        "activity": (_("last activity"), ((Item.active_at, True), (Item.id, True))),
    }


def question(args: Mapping[str, str], who: Actor) -> Narrowed:
    """What `args` (as an address has them) ask of the catalogue, with the rights of `who`."""
    place = place_in(args, who)
    here = place.id if place else None
    return narrowed("resource", facets(place), asked_in(args, who), Resource, usual(place), args, here)


def asked_for(args: Mapping[str, str]) -> dict[str, str]:
    """Of an address only what narrows the catalogue: to be kept."""
    return {name: args[name].strip()[:120] for name in NAMES if args.get(name, "").strip()}
