"""The table of links follows the texts: what stands in published messages and facts, no more and no less."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import load_only

from forum.core import clock
from forum.core.db import db, transaction
from forum.core.events import Cursor
from forum.core.letters import installation
from forum.core.outside import Place, place_of
from forum.documents.models import Document
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.links.finding import in_html, in_words, outside
from forum.links.models import LinkPlace, WebHost, WebLink
from forum.resources.models import Resource
from forum.resources.values import href_of

Key = tuple[int, int]  # item, number of the message
Found = dict[tuple[str, str], tuple[Place, str]]  # (digest, place) → where it leads, as it is written
FOLLOWER = "links"
FEW = 200  # items or messages at a time
DOCUMENT, RESOURCE = Document.__table__, Resource.__table__


def digest_of(place: Place) -> str:
    """Under which a link is found again."""
    return hashlib.sha256(place.url.encode()).hexdigest()[:40]


def keep(keys: Iterable[Key]) -> None:
    """Bring the table up to these messages; number 0 stands for all messages of an item. In a transaction."""
    keys = set(keys)
    whole = {item_id for item_id, number in keys if not number}
    for item_id in sorted(whole):
        _keep_whole(item_id)
    rest = sorted(key for key in keys if key[0] not in whole)
    for start in range(0, len(rest), FEW):
        _keep(rest[start : start + FEW])


def _keep_whole(item_id: int) -> None:
    """Every message of an item, and what the table still says of those that went elsewhere."""
    numbers = set(db.session.scalars(select(Post.number).where(Post.item_id == item_id)))
    numbers |= set(db.session.scalars(select(LinkPlace.number).where(LinkPlace.item_id == item_id)))
    ordered = sorted(numbers | {1})
    for start in range(0, len(ordered), FEW):
        _keep([(item_id, number) for number in ordered[start : start + FEW]])


def keep_all() -> tuple[int, int]:
    """Everything again. Answers how many items, how many links. Each few items in a transaction of its own."""
    last, count = 0, 0
    while True:
        with transaction():
            # One at a time with the follower: both would add the same link.
            db.session.execute(select(Cursor.follower).where(Cursor.follower == FOLLOWER).with_for_update())
            rows = select(Item.id).where(Item.id > last).order_by(Item.id).limit(FEW)
            ids = list(db.session.scalars(rows))
            posts = db.session.execute(select(Post.item_id, Post.number).where(Post.item_id.in_(ids))).all()
            keep([*((item_id, 1) for item_id in ids), *(tuple(row) for row in posts)])
            db.session.flush()
        if not ids:
            return count, db.session.scalar(select(func.count(WebLink.id))) or 0
        last, count = ids[-1], count + len(ids)


def _keep(keys: list[Key]) -> None:
    """Three queries when nothing changed."""
    found = _found(keys)
    here = select(LinkPlace).where(tuple_(LinkPlace.item_id, LinkPlace.number).in_(keys))
    rows = db.session.execute(here.add_columns(WebLink.digest).join(WebLink, WebLink.id == LinkPlace.link_id))
    known = {(row.item_id, row.number, digest, row.place): row for row, digest in rows}
    wanted = {(*key, *which): what for key, each in found.items() for which, what in each.items()}
    gone, fresh = known.keys() - wanted.keys(), wanted.keys() - known.keys()
    for each in known.keys() & wanted.keys():
        if known[each].written != wanted[each][1]:
            known[each].written = wanted[each][1]
    ids = _ids_of({each[2]: wanted[each][0] for each in fresh})
    lost = {known[each].link_id for each in gone}
    for each in gone:
        db.session.delete(known[each])
    for item_id, number, digest, place in sorted(fresh):
        written = wanted[item_id, number, digest, place][1]
        db.session.add(
            LinkPlace(item_id=item_id, number=number, link_id=ids[digest], place=place, written=written[:2000])
        )
    if gone or fresh:
        db.session.flush()
        _forget(lost)
        recount({each[0] for each in gone | fresh})


def _found(keys: list[Key]) -> dict[Key, Found]:
    """What stands in these messages now, as far as all may read them."""
    own = place_of(installation().base_url + "/")
    of_item = {item_id for item_id, _number in keys}
    columns = load_only(Item.id, Item.kind, Item.state, Item.space_id, Item.html)
    items = {item.id: item for item in db.session.scalars(select(Item).options(columns).where(Item.id.in_(of_item)))}
    items = {item.id: item for item in items.values() if item.state == "public" and item.space_id > 0}
    firsts = [item_id for item_id, number in keys if number == 1 and item_id in items]
    replies = [key for key in keys if key[1] > 1 and key[0] in items]
    found: dict[Key, Found] = defaultdict(dict)

    def add(key: Key, place: str, written: str) -> None:
        if leads := outside(written, own.authority if own else ""):
            found[key].setdefault((digest_of(leads), place), (leads, written))

    for item_id in firsts:
        for written in in_html(items[item_id].html):
            add((item_id, 1), "text", written)
    for item_id, place, written in _facts(firsts):
        add((item_id, 1), place, written)
    if replies:
        rows = select(Post.item_id, Post.number, Post.html).where(
            tuple_(Post.item_id, Post.number).in_(replies), Post.state == "public"
        )
        for item_id, number, html in db.session.execute(rows):
            for written in in_html(html):
                add((item_id, number), "text", written)
    return found


def _facts(ids: list[int]) -> Iterable[tuple[int, str, str]]:
    """Addresses in the facts of resources and in the sources of documents."""
    if not ids:
        return
    rows = select(RESOURCE.c.id, RESOURCE.c.url, RESOURCE.c.contact).where(RESOURCE.c.id.in_(ids))
    for item_id, url, contact in db.session.execute(rows):
        if url:
            yield item_id, "url", href_of(url)
        yield from ((item_id, "contact", each) for each in in_words(contact))
    for item_id, sources in db.session.execute(select(DOCUMENT.c.id, DOCUMENT.c.sources).where(DOCUMENT.c.id.in_(ids))):
        yield from ((item_id, "sources", each) for line in sources for each in in_words(str(line)))


def _ids_of(wanted: dict[str, Place]) -> dict[str, int]:
    """The rows of these links, made when they are new."""
    if not wanted:
        return {}
    rows = select(WebLink.digest, WebLink.id).where(WebLink.digest.in_(wanted))
    found: dict[str, int] = {digest: number for digest, number in db.session.execute(rows)}
    missing = [digest for digest in wanted if digest not in found]
    hosts = {wanted[digest].authority for digest in missing}
    known = set(db.session.scalars(select(WebHost.host).where(WebHost.host.in_(hosts)))) if hosts else set()
    db.session.add_all(WebHost(host=host) for host in sorted(hosts - known))
    soon = clock.now() + timedelta(minutes=5)  # whoever writes corrects themselves at once, if at all
    fresh = [
        WebLink(digest=digest, url=wanted[digest].url, host=wanted[digest].authority, next_at=soon)
        for digest in missing
    ]
    db.session.add_all(fresh)
    db.session.flush()
    return {**found, **{row.digest: row.id for row in fresh}}


def _forget(ids: Iterable[int]) -> None:
    """Links that stand nowhere any more."""
    ids = list(ids)
    if ids:
        nowhere = ~select(LinkPlace.link_id).where(LinkPlace.link_id == WebLink.id).exists()
        db.session.execute(delete(WebLink).where(WebLink.id.in_(ids), nowhere))


def recount(item_ids: Iterable[int]) -> None:
    """How many dead links each of these holds; where that changed, kept pages are made again."""
    ids = list(item_ids)
    dead = (
        select(LinkPlace.item_id, func.count(func.distinct(LinkPlace.link_id)))
        .join(WebLink, WebLink.id == LinkPlace.link_id)
        .where(LinkPlace.item_id.in_(ids), WebLink.state == "dead")
        .group_by(LinkPlace.item_id)
    )
    counts: dict[int, int] = {item_id: count for item_id, count in db.session.execute(dead)}
    rows: Any = select(Item.id, Item.dead_links).where(Item.id.in_(ids))
    for item_id, before in db.session.execute(rows).all():
        if before != counts.get(item_id, 0):
            values = {"dead_links": counts.get(item_id, 0), "stamp": Item.stamp + 1}
            db.session.execute(Item.__table__.update().where(Item.__table__.c.id == item_id).values(values))
