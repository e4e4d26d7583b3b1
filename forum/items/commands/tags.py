"""Keeping free words in order: another spelling, two words that are one."""

from sqlalchemy import delete, select, update

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.permissions import Actor, require
from forum.items.commands.tell import tell
from forum.items.models.item import Item, ItemTag
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
    if other is None:
        other = Tag(slug=slug, label=label)
        db.session.add(other)
        db.session.flush()
    elif other.merged_into_id == tag.id:  # the word takes its former spelling again
        other.merged_into_id, other.label = None, label
        db.session.flush()
    return merge_tags(actor, tag, other)


def merge_tags(actor: Actor, tag: Tag, other: Tag) -> Tag:
    """All that bears one word bears the other; the old address leads to the new one, for ever."""
    require(actor, "keep", tag)
    kept = kept_tag(other)
    if kept.id == tag.id:
        raise Invalid(fields={"label": _("Choose another word than this one.")})
    have = select(ItemTag.item_id).where(ItemTag.tag_id == kept.id)
    items = _items(tag)
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


def kept_tag(tag: Tag) -> Tag:
    """The word that one was merged into, or itself."""
    while tag.merged_into_id and (kept := db.session.get(Tag, tag.merged_into_id)):
        tag = kept
    return tag


def _items(tag: Tag) -> list[Item]:
    return list(
        db.session.scalars(select(Item).join(ItemTag, ItemTag.item_id == Item.id).where(ItemTag.tag_id == tag.id))
    )
