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

__all__ = ["facets", "question", "sorts", "usual"]
NAMES = ("type", "territory", "theme", "audience", "zone", "amount", "deadline", "level", "state", "tag", "space")


def usual() -> dict[str, ColumnElement[bool]]:
    """What holds until somebody asks otherwise: closed and refused ones are left out."""
    return {"deadline": is_current(), "state": TABLE.c.standing != "refused"}


def sorts() -> dict[str, tuple[Any, Order]]:
    """code -> (label, order); the first is the usual one."""
    return {
        "deadline": (
            _("nearest deadline"),
            ((day_of_order(), False), (rank_of_type(), False), (Item.active_at, True), (Item.id, True)),
        ),
        "activity": (_("last activity"), ((Item.active_at, True), (Item.id, True))),
    }


def question(args: Mapping[str, str], who: Actor) -> Narrowed:
    """What `args` (as an address has them) ask of the catalogue, with the rights of `who`."""
    return narrowed("resource", facets(), asked_in(args, who), Resource, usual(), args)


def asked_for(args: Mapping[str, str]) -> dict[str, str]:
    """Of an address only what narrows the catalogue: to be kept."""
    return {name: args[name].strip()[:120] for name in NAMES if args.get(name, "").strip()}
