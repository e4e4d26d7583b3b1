"""The list page of a kind, the same for the four: filters in the address, pages by key, Atom with the same rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, redirect, request
from sqlalchemy import ColumnElement, select

from forum.core.db import db
from forum.core.paging import Order, Page
from forum.core.permissions import Actor
from forum.items.kinds import PLURALS, kind
from forum.items.models.item import Item
from forum.items.queries.lists import ACTIVE, NEWEST, Filter, ItemRow, listed, placed, tag_known
from forum.spaces.queries import known
from forum.territories.queries import Node, ThemeRow, theme, tree
from forum.web.actor import actor
from forum.web.answers import page
from forum.web.feeds import Entry, atom


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the address, understood; unknown words are dropped."""

    territory: Node | None
    theme: ThemeRow | None
    tag: Any
    space: Any
    key: str

    def filter(self, kinds: tuple[str, ...], where: tuple[ColumnElement[bool], ...], join: Any) -> Filter:
        """As a filter of lists."""
        return Filter(
            kinds=kinds,
            space_id=self.space.id if self.space else None,
            territory_id=self.territory.id if self.territory else None,
            theme_ids=(self.theme.id,) if self.theme else (),
            tag_id=self.tag.id if self.tag else None,
            where=where,
            join=join,
        )


def asked() -> Asked:
    """Read territory, theme, tag, space and cursor from the address. A word merged into another leads there."""
    found = asked_in(request.args, actor())
    if found.tag and found.tag.slug != request.args["tag"]:
        abort(redirect(without(tag=found.tag.slug), 301))
    return found


def asked_in(args: Mapping[str, str], who: Actor) -> Asked:
    """The same from any mapping: a saved search asks with the rights of its owner."""
    return Asked(
        tree().find(args.get("territory")),
        theme(args.get("theme")),
        tag_known(args["tag"], who) if args.get("tag") else None,
        known(args["space"], who) if args.get("space") else None,
        args.get("cursor", ""),
    )


def without(*names: str, **values: str) -> str:
    """This address without some filters, or with others; paging starts again."""
    kept = {name: value for name, value in request.args.items() if name not in (*names, "cursor") and value}
    kept.update({name: value for name, value in values.items() if value})
    return request.path + (f"?{urlencode(kept)}" if kept else "")


def list_page(
    kind_name: str,
    template: str,
    *,
    where: tuple[ColumnElement[bool], ...] = (),
    join: type[Item] | None = None,
    order: Order = ACTIVE,
    states: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """The page, its fragment for htmx (`items/_list.html`), or Atom with `?format=atom`."""
    wanted = asked()
    filter = wanted.filter((kind_name,), where, join)
    if request.args.get("format") == "atom":
        rows = listed(filter, actor(), order=NEWEST, limit=30).rows
        return atom(f"Palabre · {kind(kind_name).many}", f"/{PLURALS[kind_name]}/", entries_of(rows))
    rows = listed(filter, actor(), order=order, key=wanted.key)
    rows = Page(placed(rows.rows, actor()), rows.next)
    next_url = without(cursor=rows.next) if rows.next else None
    return page(
        template, fragment="items/_list.html", rows=rows, next_url=next_url, asked=wanted, without=without,
        kind=kind(kind_name), states=states or {}, state=request.args.get("state", ""), **values,
    )  # fmt: skip


def entries_of(rows: list[ItemRow]) -> list[Entry]:
    """Feed entries of list rows. One query."""
    found = db.session.execute(select(Item.id, Item.html).where(Item.id.in_([row.id for row in rows])))
    html = {item_id: text for item_id, text in found}
    return [Entry(row.title, row.url, row.author, html.get(row.id, ""), row.created_at, row.active_at) for row in rows]
