"""The four kinds, strangers to each other: each room registers what items need to know of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from forum.core.i18n import lazy
from forum.core.permissions import Actor
from forum.items.models.item import Item
from forum.spaces.models import Space

Facts = dict[str, Any]
PLURALS = {"thread": "threads", "document": "documents", "resource": "resources", "need": "needs"}
PATHS = {**PLURALS, "conversation": "conversations"}  # every kind that has pages; conversations are in no list of kinds


@dataclass(frozen=True, slots=True)
class Kind:
    """What a room tells about its kind.

    facts: item ids → what list rows and the index show of each ("state", "deadline", …), one query.
    words: item ids → more text for the index ("answer", "keywords"), one query.
    create: (actor, space, what all kinds take, the other fields as JSON gave them) → a new item, for the API.
    """

    name: str
    model: type[Item]
    facts: Callable[[list[int]], dict[int, Facts]] = field(repr=False)
    words: Callable[[list[int]], dict[int, dict[str, str]]] = field(repr=False)
    order: int = 0  # 0: in no list of kinds
    label: Any = ""
    many: Any = ""
    # (head, actor) → what this kind's messages show beside the common: an accepted answer, and who may accept
    extras: Callable[[Any, Any], Facts] | None = field(default=None, repr=False)
    # facts of `facts`, changed to what holds in a place: a national sheet that a region complements
    there: Callable[[dict[int, Facts], int], None] | None = field(default=None, repr=False)
    create: Callable[[Actor, Space, Facts, Facts], Item] = field(kw_only=True, repr=False)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Called by a room's setup; again for a second application in one process."""
    _kinds[kind.name] = kind


def kinds() -> list[Kind]:
    """The kinds that are shown, in their order."""
    return sorted((kind for kind in _kinds.values() if kind.order), key=lambda kind: kind.order)


def kind(name: str) -> Kind:
    """One kind by its name. Raises KeyError."""
    return _kinds[name]


def path_of(kind_name: str, item_id: int, slug: str, number: int = 1) -> str:
    """The permanent address of an item or of a message in it: needs no request, so mail may use it."""
    anchor = f"?post={number}#post-{number}" if number > 1 else ""
    return f"/{PATHS[kind_name]}/{item_id}-{slug}{anchor}"


def path(item: Item, number: int = 1) -> str:
    """The address of this item."""
    return path_of(item.kind, item.id, item.slug, number)


STATE_LABELS = {
    "open": lazy("open"),
    "solved": lazy("solved"),
    "draft": lazy("draft"),
    "reviewed": lazy("reviewed"),
    "verified": lazy("verified"),
    "proposed": lazy("proposed"),
    "refused": lazy("refused"),
    "closed": lazy("closed"),
    "gathering": lazy("gathering voices"),
    "relayed": lazy("relayed"),
    "addressed": lazy("awaiting an answer"),
    "answered": lazy("answered"),
    "settled": lazy("settled"),
}


def extras_of(head: Any, actor: Any) -> Facts:
    """What the kind of this item adds to its messages."""
    extras = _kinds[head.kind].extras
    return extras(head, actor) if extras else {}
