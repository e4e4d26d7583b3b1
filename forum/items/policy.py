"""Who may see and do what with items and messages. Reading is a clause: lists and `can` ask the same."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from forum.core.db import db
from forum.core.permissions import NOBODYS, Actor, rule
from forum.items.models.item import Item
from forum.items.models.keeping import Act
from forum.items.models.participant import Participant
from forum.items.models.post import Post
from forum.spaces.models import Space
from forum.spaces.policy import listed_for, readable_by
from forum.territories.models import Tag


@dataclass(frozen=True, slots=True)
class Message:
    """One message of an item: number 1 is the item's own text, the others are posts."""

    item: Item
    number: int
    row: Item | Post

    @property
    def space_id(self) -> int:
        """The space whose keepers look after it."""
        return self.item.space_id


def _in_readable_space(actor: Actor) -> ColumnElement[bool]:
    return Item.space_id.in_(select(Space.id).where(readable_by(actor)))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Items that the actor may read: those of spaces, the conversations in which they take part, what they were
    invited to as guests."""
    ways = [_of_spaces(actor)]
    if actor.is_someone:
        ways.append(taking_part(actor))
    if actor.let_in:
        ways.append(and_(Item.id.in_(actor.let_in), Item.state == "public", Item.space_id != NOBODYS))
    return or_(*ways)


def taking_part(actor: Actor) -> ColumnElement[bool]:
    """Conversations between people that the actor is in; by a token only when it has the scope. No role counts."""
    if actor.scopes is not None and "conversations" not in actor.scopes:
        return false()
    here = (Participant.item_id == Item.id, Participant.user_id == actor.id, Participant.left_at.is_(None))
    mine = select(Participant.item_id).where(*here).correlate(Item).exists()
    own = and_(Item.author_id == actor.id, Item.state.in_(("pending", "hidden", "deleted")))
    return and_(Item.space_id == NOBODYS, or_(Item.state == "public", own), mine)


def _of_spaces(actor: Actor) -> ColumnElement[bool]:
    """Public ones of readable spaces, one's own that wait, all for keepers."""
    if actor.is_admin:
        return Item.space_id != NOBODYS
    states = [Item.state == "public"]
    if actor.is_someone:
        states.append(and_(Item.author_id == actor.id, Item.state.in_(("pending", "hidden"))))
        states.append(and_(Item.author_id == actor.id, Item.state == "deleted"))
    if actor.moderates:
        states.append(Item.space_id.in_(actor.moderates))
    if actor.curates - actor.moderates:  # what waits or was refused in the catalogues that they keep right
        states.append(and_(Item.kind.in_(("document", "resource")), Item.space_id.in_(actor.curates)))
    return and_(or_(*states), _in_readable_space(actor))


def listed_to(actor: Actor) -> ColumnElement[bool]:
    """Items shown in lists, feeds and counts: published ones, of spaces that are listed for the actor."""
    if actor.is_admin:
        return and_(Item.state == "public", Item.space_id != NOBODYS)
    readable = select(Space.id).where(listed_for(actor), readable_by(actor))
    return and_(Item.state == "public", Item.space_id.in_(readable))


def posts_visible_to(actor: Actor, space_id: int) -> ColumnElement[bool]:
    """Posts of an item in this space that the actor may read."""
    if actor.keeps(space_id):
        return true()
    if actor.id is not None:
        return or_(Post.state == "public", Post.author_id == actor.id)
    return Post.state == "public"


@rule("read", Item)
def may_read(actor: Actor, item: Item) -> bool:
    """Whoever the clause of lists lets see it."""
    return db.session.scalar(select(Item.id).where(Item.id == item.id, visible_to(actor))) is not None


@rule("reply", Item)
def may_reply(actor: Actor, item: Item) -> bool:
    """Anybody signed in, and its guests, while it is open; keepers also afterwards. (Whoever may not read it gets a 404
    before.)"""
    if not actor.takes_part_in(item.id) or item.state not in ("public", "pending"):
        return False
    return not item.is_closed or actor.keeps(item.space_id)


def is_kept_by(actor: Actor, item: Item) -> bool:
    """The person who keeps a document, though somebody else began it. Other kinds have nobody of that name."""
    return actor.is_someone and getattr(item, "owner_id", None) == actor.id


@rule("edit", Message)
def may_edit(actor: Actor, message: Message) -> bool:
    """Its author while it is not hidden; keepers; for documents and resources those who tend the space; for
    documents the person who keeps them.

    A message made wiki: any member who may read it, newcomers excepted. Guests: their own.
    """
    if not actor.takes_part_in(message.item.id) or message.row.state in ("deleted", "merged"):
        return False
    if message.row.is_wiki and actor.is_someone and message.row.state == "public" and not actor.is_newcomer:
        return True
    if message.number == 1 and message.item.kind in ("document", "resource") and actor.tends(message.space_id):
        return True
    if message.number == 1 and message.row.state == "public" and is_kept_by(actor, message.item):
        return True
    own = message.row.author_id == actor.id and message.row.state != "hidden"
    return own or actor.keeps(message.space_id)


@rule("delete", Message)
def may_delete(actor: Actor, message: Message) -> bool:
    """Its author and those who keep the space. The text that opens a conversation stays: others' answers hang on it."""
    if message.space_id == NOBODYS and message.number == 1:
        return False
    takes_part = actor.takes_part_in(message.item.id)
    return takes_part and (message.row.author_id == actor.id or actor.keeps(message.space_id))


@rule("react", Message)
def may_react(actor: Actor, message: Message) -> bool:
    """Anybody signed in who may read it, except its author."""
    return actor.is_someone and message.row.state == "public" and message.row.author_id != actor.id


@rule("see revisions", Message)
def may_see_revisions(actor: Actor, message: Message) -> bool:
    """Whoever may read the message."""
    return message.row.state == "public" or may_delete(actor, message)


@rule("hide a version", Message)
def may_hide_a_version(actor: Actor, message: Message) -> bool:
    """Who wrote the message and those who keep the space: what was let slip does not stay in the history."""
    return may_delete(actor, message) or (actor.is_someone and message.row.author_id == actor.id)


@rule("show a version", Message)
def may_show_a_version(actor: Actor, message: Message) -> bool:
    """Those who keep the space: what they hid does not come back by its author."""
    return actor.is_someone and actor.keeps(message.space_id)


@rule("move", Item)
def may_move(actor: Actor, item: Item) -> bool:
    """Those who keep its space."""
    return actor.is_someone and actor.keeps(item.space_id)


@rule("close", Item)
def may_close(actor: Actor, item: Item) -> bool:
    """Those who keep its space: close, reopen, pin."""
    return actor.is_someone and actor.keeps(item.space_id)


@rule("split", Item)
def may_split(actor: Actor, item: Item) -> bool:
    """Those who keep its space: split, merge, make wiki, write notes to each other."""
    return actor.is_someone and actor.keeps(item.space_id)


@rule("show elsewhere", Item)
def may_show_elsewhere(actor: Actor, item: Item) -> bool:
    """Its author, and those who keep its space or another one, which they show it in."""
    return actor.is_someone and (item.author_id == actor.id or actor.is_admin or bool(actor.moderates))


@rule("undo", Act)
def may_undo(actor: Actor, act: Act) -> bool:
    """Those who keep the space where it was done, within a day; an author who shows an item elsewhere, and a curator
    who merged two sheets, too."""
    own = act.by_id == actor.id and act.deed in ("shown", "unshown", "folded")
    return actor.is_someone and (own or actor.keeps(act.space_id))


@rule("keep", Tag)
def may_keep_tags(actor: Actor, tag: object) -> bool:
    """Those who tend a space: free words are common to all of them."""
    return actor.is_someone and (actor.is_admin or bool(actor.moderates or actor.curates))


@rule("link", Item)
def may_link(actor: Actor, item: Item) -> bool:
    """Its author and those who tend its space."""
    return actor.is_someone and (item.author_id == actor.id or actor.tends(item.space_id))


@rule("watch", Item)
def may_watch(actor: Actor, item: Item) -> bool:
    """Anybody signed in, and its guests. (Whoever may not read it gets a 404 before.)"""
    return actor.takes_part_in(item.id)
