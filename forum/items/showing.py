"""The page of one item, the same for the four kinds: kept for visitors, with rights and places for members."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, make_response, redirect, render_template, request
from sqlalchemy import select

from forum.core.db import db
from forum.core.permissions import NOBODYS, Actor
from forum.core.prepared import Told
from forum.items import policy
from forum.items.models.item import Item
from forum.items.queries.heads import NO_LABELS, Head, head, hear_labels, labels
from forum.items.queries.links import LinkRow, links_of
from forum.items.queries.moved import new_place
from forum.items.queries.reader import Reader, hear_reader, reader_of
from forum.items.queries.thread_of_posts import PER_PAGE, Messages, first_message, hear_posts, one_post, posts_of
from forum.items.views.whole import whole
from forum.spaces.models import Space
from forum.web.actor import actor
from forum.web.kept import kept, may_keep

Extras = Callable[..., dict[str, Any]]  # of the head, the reader, and what `hears` asked for


def show(
    kind: str, item_id: int, slug: str | None, template: str, extras: Extras, hears: Callable[[int], Told] | None = None
) -> Response:
    """Answer the page; `extras` adds what is particular to the kind. 404 for what one may not see.

    `hears`: the rows that `extras` is made from, when it asks for nothing else: then parts of the page are remembered.
    """
    if may_keep() and (stamp := _stamp(item_id, kind)):
        return kept(stamp, lambda: _page(kind, item_id, slug, template, extras, hears), (item_id, stamp[0]))
    return _page(kind, item_id, slug, template, extras, hears)


def _stamp(item_id: int, kind: str) -> tuple[Any, ...] | None:
    """What changes with a public page. One query, the only one that a kept page costs."""
    rows = (
        select(Item.stamp, Item.space_id, Space.name, Space.slug, Item.slug)
        .join(Space, Space.id == Item.space_id)
        .where(Item.id == item_id, Item.kind == kind, Item.state == "public", Space.visibility == "public")
    )
    row = db.session.execute(rows).first()
    return tuple(row) if row else None


def _page(
    kind: str, item_id: int, slug: str | None, template: str, extras: Extras, hears: Callable[[int], Told] | None
) -> Response:
    found = head(item_id, actor(), kind)
    number = request.args.get("post", 1, type=int)
    if found is None or found.state == "merged":
        place = new_place(item_id, number, actor()) or new_place(item_id, 1, actor())
        return redirect(place, 301) if place else abort(404)  # type: ignore[return-value]  # werkzeug's Response
    if slug != found.slug:
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        return redirect(found.url + query, 301)  # type: ignore[return-value]  # werkzeug's Response
    rows = asked_of(found, actor())
    if number > 1 and number not in rows.numbers():
        if place := new_place(item_id, number, actor()):
            return redirect(place, 301)  # type: ignore[return-value]
    if hears and actor().is_someone:  # the page of a visitor is kept as a whole
        told = hears(item_id)
        facts = (*rows.facts(), told.digest())
        made = whole(template, found, facts, lambda: values_of(found, actor(), rows) | extras(found, actor(), told))
    else:
        made = render_template(template, **values_of(found, actor(), rows), **extras(found, actor()))
    answer = make_response(made)
    if actor().is_someone and found.is_indexable:
        # The service worker may show it again without network. Pages of private spaces are kept when asked only.
        answer.headers["Palabre-Offline"] = "may"
    return answer


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database said of a page: asked for always, made into a page when no such page is remembered."""

    after: int
    before: int | None
    posts: Told
    labels: Told | None
    links: list[LinkRow]
    reader: Told | None
    quoted: str

    def numbers(self) -> set[int]:
        """Of its messages."""
        return {row[0] for row in self.posts.raw}

    def facts(self) -> tuple[Hashable, ...]:
        """The same for the same page."""
        told = [each.digest() if each else 0 for each in (self.posts, self.labels, self.reader)]
        return self.after, self.before, *told, repr(self.links), self.quoted


def asked_of(found: Head, who: Actor) -> Rows:
    """All the questions of an item page."""
    number, before = request.args.get("post", type=int) or 0, request.args.get("before", type=int)
    # Above PER_PAGE it stands on a page of its own; else on the first page, under the text that it speaks of.
    after = max(1, number - 2 if number > PER_PAGE else request.args.get("after", type=int) or 1)
    in_space = found.space_id != NOBODYS  # between people there are no labels, nor links that anybody could list
    return Rows(
        after, before, hear_posts(found, who, after=after, before=before),
        hear_labels(found.id) if in_space else None, links_of(found.id, who) if in_space else [],
        hear_reader(found.id, who), _quoted(found, who),
    )  # fmt: skip


def values_of(found: Head, who: Actor, rows: Rows) -> dict[str, Any]:
    """What every item page shows. No query."""
    reader = reader_of(found.id, who, rows.reader)
    posts: Messages = posts_of(found, who, after=rows.after, before=rows.before, told=rows.posts)
    return {
        "item": found,
        "first": first_message(found, who, reader.reactions),
        "posts": posts,
        "labels": labels(found.id, rows.labels) if rows.labels else NO_LABELS,
        "links": rows.links,
        "reader": reader,
        "target": request.args.get("post", type=int) or 0,
        "quoted": rows.quoted,
        "rights": rights_of(found, who),
        "is_first_page": rows.after == 1 and rows.before is None,
    }


def _quoted(found: Head, who: Actor) -> str:
    """The message that `?quote=` names, as a quotation with its place, to begin a reply with. One query when asked."""
    number = request.args.get("quote", type=int)
    row = one_post(found, who, number) if number and who.id is not None else None
    if row is None:
        return ""
    lines = "\n".join(f"> {line}".rstrip() for line in row.source.splitlines())
    return f"> **{row.author_name}** ([#{row.number}]({found.url}?post={row.number}#post-{row.number}))\n>\n{lines}\n\n"


def rights_of(found: Head, who: Actor) -> frozenset[str]:
    """What the reader may do with the item: the rules themselves are asked, of the row at hand."""
    rules = {
        "reply": policy.may_reply,
        "move": policy.may_move,
        "close": policy.may_close,
        "link": policy.may_link,
        "watch": policy.may_watch,
        "split": policy.may_split,
        "show elsewhere": policy.may_show_elsewhere,
    }
    item: Any = found  # rules ask names that a Head has too
    return frozenset(name for name, rule in rules.items() if rule(who, item))


__all__ = ["Reader", "asked_of", "rights_of", "show", "values_of"]
