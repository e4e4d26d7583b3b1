"""Keeping free words in order: another spelling, two words that are one."""

from sqlalchemy import delete, select, update

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Conflict, Invalid
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.models.item import Item, ItemTag
from forum.items.models.keeping import TagMerge
from forum.territories.models import Tag


def rename_tag(actor: Actor, tag: Tag, label: str) -> Tag:
    """Write a word otherwise. When its address changes with it, or the word is there already, the old one leads there."""
    require(actor, "keep", tag)
    label = " ".join(label.split()).strip(",")
    if not 2 <= len(label) <= 60 or "," in label:
        raise Invalid(fields={"label": _("One word or a few, 60 characters at most, without a comma.")})
    slug = slug_of(label)
    if slug == tag.slug:
        tag.label = label
        for item in _items(tag):
            tell("item.tagged", item, actor_id=actor.id, tag=tag.id)
        return tag
    other = db.session.scalars(select(Tag).where(Tag.slug == slug)).first()
    renamed = other is None
    if other is None:
        other = Tag(slug=slug, label=label)
        db.session.add(other)
        db.session.flush()
    elif other.merged_into_id == tag.id:  # the word takes its former spelling again
        other.merged_into_id, other.label = None, label
        db.session.flush()
        renamed = True
    return _merge(actor, tag, other, renamed=renamed)


def merge_tags(actor: Actor, tag: Tag, other: Tag) -> Tag:
    """All that bears one word bears the other; the old address leads to the new one, for ever."""
    return _merge(actor, tag, other)


def _merge(actor: Actor, tag: Tag, other: Tag, *, renamed: bool = False) -> Tag:
    """`renamed`: the other word is there for this one only."""
    require(actor, "keep", tag)
    kept = kept_tag(other)
    if kept.id == tag.id:
        raise Invalid(fields={"label": _("Choose another word than this one.")})
    have = select(ItemTag.item_id).where(ItemTag.tag_id == kept.id)
    items = _items(tag)
    both = set(db.session.scalars(have.where(ItemTag.item_id.in_([item.id for item in items]))))
    led = db.session.scalars(select(Tag.id).where(Tag.merged_into_id == tag.id)).all()
    moved = sorted({item.id for item in items} - both)
    data = {"moved": moved, "both": sorted(both), "led": sorted(led), "renamed": renamed}
    db.session.add(TagMerge(tag_id=tag.id, kept_id=kept.id, by_id=actor.id, data=data))
    db.session.execute(
        update(ItemTag).where(ItemTag.tag_id == tag.id, ItemTag.item_id.not_in(have)).values(tag_id=kept.id)
    )
    db.session.execute(delete(ItemTag).where(ItemTag.tag_id == tag.id))
    # All that led here leads there: an address is one step away, however often words were merged.
    db.session.execute(update(Tag).where(Tag.merged_into_id == tag.id).values(merged_into_id=kept.id))
    tag.merged_into_id = kept.id
    for item in items:
        tell("item.tagged", item, actor_id=actor.id, tag=kept.id)
    return kept


def undo_merge(actor: Actor, tag: Tag) -> Tag:
    """Take back what made a word another one, as long as it is that one. Answers the word that it had become.

    What bore it bears it again, unless its author changed that since; what came since stays with the other word.
    Raises Conflict, with what to undo first.
    """
    require(actor, "keep", tag)
    rows = select(TagMerge).where(TagMerge.tag_id == tag.id, TagMerge.undone_at.is_(None))
    merge = db.session.scalars(rows.order_by(TagMerge.id.desc())).first()
    kept = db.session.get(Tag, merge.kept_id) if merge else None
    if merge is None or kept is None or tag.merged_into_id is None:
        raise Conflict(_("This word was not merged, or too long ago to be taken back."))
    if tag.merged_into_id != kept.id:
        now = kept_tag(tag).label
        raise Conflict(_("“%(word)s” became “%(now)s” afterwards: take that back first.", word=kept.label, now=now))
    bear = set(db.session.scalars(select(ItemTag.item_id).where(ItemTag.tag_id == kept.id)))
    moved, both = bear & set(merge.data["moved"]), bear & set(merge.data["both"])
    there = set(db.session.scalars(select(ItemTag.item_id).where(ItemTag.tag_id == tag.id)))
    db.session.execute(delete(ItemTag).where(ItemTag.tag_id == kept.id, ItemTag.item_id.in_(moved)))
    db.session.add_all(ItemTag(item_id=item_id, tag_id=tag.id) for item_id in sorted((moved | both) - there))
    tag.merged_into_id = None
    led = (Tag.id.in_(merge.data["led"]), Tag.merged_into_id == kept.id)
    db.session.execute(update(Tag).where(*led).values(merged_into_id=tag.id))
    merge.undone_at, merge.undone_by_id = clock.now(), actor.id
    db.session.flush()
    if bear == moved and not both and _was_made_by(merge):
        kept.merged_into_id = tag.id  # a spelling that nothing bears any more: addresses made meanwhile lead back
        db.session.execute(update(Tag).where(Tag.merged_into_id == kept.id).values(merged_into_id=tag.id))
    for item in db.session.scalars(select(Item).where(Item.id.in_(moved | both))).all():
        tell("item.tagged", item, actor_id=actor.id, tag=tag.id)
    return kept


def _was_made_by(merge: TagMerge) -> bool:
    """The other word came with this merge, to write the first one otherwise."""
    return bool(merge.data.get("renamed"))


def kept_tag(tag: Tag) -> Tag:
    """The word that one was merged into, or itself."""
    while tag.merged_into_id and (kept := db.session.get(Tag, tag.merged_into_id)):
        tag = kept
    return tag


def _items(tag: Tag) -> list[Item]:
    return list(
        db.session.scalars(select(Item).join(ItemTag, ItemTag.item_id == Item.id).where(ItemTag.tag_id == tag.id))
    )
