"""Links as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select, func, or_, select, true

from forum.core import clock
from forum.core.db import db
from forum.core.paging import Page, beyond, cut, sorting, unpack
from forum.core.permissions import Actor
from forum.items.kinds import path_of
from forum.items.models.item import Item
from forum.links.models import LinkPlace, WebLink
from forum.spaces.models import Space


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link in one place of one publication."""

    id: int
    url: str
    state: str
    problem: str
    status: int
    failures: int
    since: datetime | None  # it fails
    checked_at: datetime | None
    moved_to: str
    number: int
    place: str
    written: str
    item_id: int
    kind: str
    title: str
    slug: str
    space: str
    space_slug: str

    @property
    def item_url(self) -> str:
        """The message in which it stands."""
        return path_of(self.kind, self.item_id, self.slug, self.number)

    @property
    def key(self) -> str:
        """Of its row in a page."""
        return f"link-{self.item_id}-{self.number}-{self.id}-{self.place}"

    @property
    def leads_home(self) -> bool:
        """The new address is the front page of a site: the page itself was often given up."""
        return urlsplit(self.moved_to).path in ("", "/") and urlsplit(self.url).path not in ("", "/")


def _rows() -> Select[Any]:
    return (
        select(
            WebLink.id, WebLink.url, WebLink.state, WebLink.problem, WebLink.status, WebLink.failures,
            WebLink.failed_since, WebLink.checked_at, WebLink.moved_to, LinkPlace.number, LinkPlace.place,
            LinkPlace.written, Item.id, Item.kind, Item.title, Item.slug, Space.name, Space.slug,
        )
        .join(LinkPlace, LinkPlace.link_id == WebLink.id)
        .join(Item, Item.id == LinkPlace.item_id)
        .join(Space, Space.id == Item.space_id)
    )  # fmt: skip


# What the page lists, in the order of its tabs.
SHOWN: dict[str, ColumnElement[bool]] = {
    "dead": WebLink.state == "dead",
    "moved": (WebLink.state == "good") & (WebLink.moved_to != ""),
    "failing": WebLink.state == "failing",
    "unsafe": WebLink.state == "unsafe",
    "unasked": WebLink.state == "unasked",
}
ORDER = ((Item.id, True), (LinkPlace.number, False), (WebLink.id, False), (LinkPlace.place, False))


def _tended(actor: Actor, space_id: int | None) -> ColumnElement[bool]:
    kept, curated = Item.space_id.in_(actor.moderates), Item.space_id.in_(actor.curates)
    mine = true() if actor.is_admin else or_(kept, curated & Item.kind.in_(("document", "resource")))
    here = Item.space_id == space_id if space_id else Item.space_id > 0
    return mine & here & (Item.state == "public")


def tended(actor: Actor, state: str, *, space_id: int | None = None, key: str = "", limit: int = 30) -> Page[LinkRow]:
    """Links in a state, of the spaces that the actor tends. One query."""
    rows = _rows().where(_tended(actor, space_id), SHOWN[state])
    if values := unpack(key, len(ORDER)):
        rows = rows.where(beyond(ORDER, values))
    found = [LinkRow(*row) for row in db.session.execute(rows.order_by(*sorting(ORDER)).limit(limit + 1))]
    return cut(found, limit, lambda row: (row.item_id, row.number, row.id, row.place))


def counts(actor: Actor, space_id: int | None = None) -> dict[str, int]:
    """How many of each. One query."""
    columns = [func.count().filter(clause) for clause in SHOWN.values()]
    rows = (
        select(*columns)
        .select_from(LinkPlace)
        .join(WebLink, WebLink.id == LinkPlace.link_id)
        .join(Item, Item.id == LinkPlace.item_id)
        .where(_tended(actor, space_id), or_(*SHOWN.values()))
    )
    return dict(zip(SHOWN, db.session.execute(rows).one(), strict=True))


def of_item(item_id: int, states: Iterable[str] = ()) -> list[LinkRow]:
    """All links of a publication, dead ones first. One query."""
    rows = _rows().where(LinkPlace.item_id == item_id)
    if states:
        rows = rows.where(WebLink.state.in_(list(states)))
    ordered = rows.order_by(WebLink.state != "dead", WebLink.state != "failing", LinkPlace.number, WebLink.id)
    return [LinkRow(*row) for row in db.session.execute(ordered.limit(300))]


def figures() -> dict[str, int]:
    """How many links are in each state. One query."""
    rows = select(WebLink.state, func.count()).group_by(WebLink.state)
    return {state: count for state, count in db.session.execute(rows)}


def late(than: timedelta = timedelta(days=2)) -> int:
    """Links that should have been asked long ago. One query."""
    return db.session.scalar(select(func.count()).where(WebLink.next_at < clock.now() - than)) or 0


def said(*, is_on: bool) -> str:
    """For `forum check`. Raises RuntimeError when links are long due and nobody asks. Three queries at most."""
    known, waiting = figures(), late()
    newest = db.session.scalar(select(func.max(WebLink.checked_at))) if waiting else None
    if is_on and waiting and (newest is None or newest < clock.now() - timedelta(days=2)):
        raise RuntimeError(f"{waiting} links are due since more than two days: is the worker running?")
    return f"{sum(known.values())} known, {known.get('dead', 0)} dead" + (
        "" if is_on else "; not asked: FORUM_CHECK_LINKS is off"
    )
