"""Mending links: still right, another address, no link any more, ask again."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Forbidden, Invalid, NotFound
from forum.core.i18n import _
from forum.core.outside import place_of
from forum.core.permissions import Actor, can, require
from forum.documents.models import Document
from forum.items.commands.edit import edit
from forum.items.commands.tell import tell
from forum.items.models.item import Item
from forum.items.policy import Message
from forum.items.queries.heads import message
from forum.links.keeping import keep, recount
from forum.links.models import LinkPlace, WebLink
from forum.links.writing import replaced, unlinked
from forum.resources.models import Resource
from forum.resources.values import TEXTS

TRUSTED = timedelta(days=180)  # after somebody looked
Change = Callable[[str, str], str | None]  # (text, address as written) → the text that shall stand there


def still_right(actor: Actor, item: Item, link_id: int) -> WebLink:
    """Somebody opened it: people see the page, whatever programs get. Good for half a year."""
    link = _link(actor, item, link_id)
    now = clock.now()
    link.trusted_until, link.state, link.failures, link.failed_since = now + TRUSTED, "good", 0, None
    link.moved_to, link.problem = "", ""
    _changed(link)
    tell("link.kept", item, actor_id=actor.id, number=1, link=link.id)
    return link


def all_still_right(actor: Actor, item: Item) -> int:
    """Every dead link of a publication was opened. Answers how many."""
    require(actor, "mend links", item)
    dead = select(LinkPlace.link_id).join(WebLink, WebLink.id == LinkPlace.link_id)
    ids = db.session.scalars(dead.where(LinkPlace.item_id == item.id, WebLink.state == "dead").distinct()).all()
    if not ids:
        raise Conflict(_("Nothing waits here any more."))
    for link_id in ids:
        still_right(actor, item, link_id)
    return len(ids)


def ask_again(actor: Actor, item: Item, link_id: int) -> WebLink:
    """At the next round, whatever its turn was."""
    link = _link(actor, item, link_id)
    link.next_at = clock.now()
    return link


def replace(actor: Actor, item: Item, link_id: int, url: str) -> int:
    """Another address wherever this item names the link. Answers in how many places."""
    leads = place_of(url.strip())
    if leads is None:
        raise Invalid(fields={"url": _("Give the address of a web page.")})
    link = _link(actor, item, link_id)
    if leads.url == link.url:
        raise Invalid(fields={"url": _("This is the address that stands there already.")})
    reason = _("link to %(host)s: new address", host=link.host)
    return _everywhere(actor, item, link, lambda text, written: replaced(text, written, url.strip()), reason)


def take_moved(actor: Actor, item: Item, link_id: int) -> int:
    """The address that the page itself gives as its new one."""
    link = _link(actor, item, link_id)
    if not link.moved_to:
        raise Conflict(_("This page gives no new address any more."))
    return replace(actor, item, link_id, link.moved_to)


def remove(actor: Actor, item: Item, link_id: int) -> int:
    """No link any more; the words stay. Answers in how many places."""
    link = _link(actor, item, link_id)
    return _everywhere(actor, item, link, unlinked, _("link to %(host)s removed", host=link.host))


def _link(actor: Actor, item: Item, link_id: int) -> WebLink:
    require(actor, "mend links", item)
    here = select(LinkPlace.link_id).where(LinkPlace.item_id == item.id, LinkPlace.link_id == link_id)
    link = db.session.get(WebLink, link_id) if db.session.scalar(here.limit(1)) else None
    if link is None:
        raise NotFound(_("This link no longer stands here."))
    return link


def _changed(link: WebLink) -> None:
    db.session.flush()
    recount(db.session.scalars(select(LinkPlace.item_id).where(LinkPlace.link_id == link.id).distinct()).all())


def _everywhere(actor: Actor, item: Item, link: WebLink, change: Change, reason: str) -> int:
    """In each text and fact that the actor may change. What others wrote is left to those who may."""
    here = select(LinkPlace).where(LinkPlace.item_id == item.id, LinkPlace.link_id == link.id)
    # Texts first: an edit reads its row again, and would lose a fact that was changed before.
    places = db.session.scalars(here.order_by(LinkPlace.place != "text", LinkPlace.number)).all()
    done: set[int] = set()
    hard = 0
    for place in places:
        about = message(item, place.number, actor)
        if about is None or not can(actor, "edit", about):
            continue
        if _one(actor, about, place, change, reason):
            done.add(place.number)
        else:
            hard += 1
    if hard and not done:
        raise Invalid(_("The address stands there in a way that is better changed by hand: open the text."))
    if not done:
        raise Forbidden(_("This text is not yours to change: its author can, and those who keep the space."))
    db.session.flush()
    keep({(item.id, number) for number in done})
    return len(done)


def _one(actor: Actor, about: Message, place: LinkPlace, change: Change, reason: str) -> bool:
    if place.place == "text":
        text = change(about.row.source, place.written)
        if text is None:
            return False
        edit(actor, about, source=text, version=about.row.version, reason=reason)
        return True
    item = about.item
    if place.place == "sources" and isinstance(item, Document):
        lines = [_fact(str(line), place.written, change) for line in item.sources]
        item.sources = [line for line in lines if line]
        tell("document.described", item, actor_id=actor.id, number=1)
        return True
    if isinstance(item, Resource):
        before = getattr(item, place.place)
        # The field of the address holds nothing else, often without its scheme.
        after = _fact(place.written if place.place == "url" else before, place.written, change)
        if len(after) > TEXTS[place.place]:
            raise Invalid(fields={"url": _("This address is too long for the field.")})
        setattr(item, place.place, after)
        tell("resource.changed", item, actor_id=actor.id, number=1, fields=[place.place], was={place.place: before})
        return True
    return False


def _fact(text: str, written: str, change: Change) -> str:
    """A fact with the change: facts are words, what is no link any more goes."""
    after = change(text, written)
    if after is None:
        return text
    return " ".join(after.replace(f"`{written}`", "").split()) if change is unlinked else after
