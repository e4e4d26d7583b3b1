"""Publishing an item of any kind: the part that is the same for the four."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import delete

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid, together
from forum.core.i18n import _
from forum.core.ids import slug_of
from forum.core.markup.plain import links_in
from forum.core.permissions import NOBODYS, Actor, require
from forum.files.commands import attach
from forum.items.commands.tell import tell
from forum.items.commands.texts import checked, checked_title, tie, write
from forum.items.commands.watch import watch_quietly
from forum.items.models.item import Item, ItemTag, ItemTerritory, ItemTheme
from forum.people.queries import may_speak_for
from forum.spaces.models import Space
from forum.territories.commands import tags_named
from forum.territories.queries import themes as all_themes
from forum.territories.queries import tree

AnyItem = TypeVar("AnyItem", bound=Item)


def publish(
    actor: Actor,
    model: type[AnyItem],
    space: Space,
    *,
    title: str,
    source: str,
    author_id: int | None = None,
    territories: Iterable[int] = (),
    themes: Iterable[int] = (),
    tags: Iterable[str] = (),
    organisation_id: int | None = None,
    created_at: datetime | None = None,
    files: Collection[int] = (),
    **fields: Any,
) -> AnyItem:
    """Create an item in a space, with its event. `author_id`, `created_at`: imports only.
    `files`: ids of what is attached (see files.commands.store).

    Raises Forbidden, or Invalid naming the field.
    """
    if actor.id or not actor.is_admin:
        require(actor, "publish", space)
    kind = model.__mapper_args__["polymorphic_identity"]
    if kind not in space.item_kinds:
        raise Invalid(fields={"space": _("This space does not take this kind of publication.")})
    if organisation_id and actor.id and not may_speak_for(actor.id, organisation_id):
        raise Invalid(fields={"organisation": _("You have no confirmed mandate in this organisation.")})
    least = 5 if actor.id else 2
    title, source = together(lambda: checked_title(title, least=least), lambda: checked(source))
    moment = created_at or clock.now()
    item = model(
        kind=kind, space_id=space.id, title=title, slug=slug_of(title), author_id=author_id or actor.id,
        organisation_id=organisation_id, created_at=moment, active_at=moment, last_number=1, stamp=0, version=1,
        replies=0, reactions={}, state="public", **fields,
    )  # fmt: skip
    write(item, source, 1, files=files)
    if waits(actor, item.html, space.id, files):
        item.state = "pending"
    places = list(territories) or ([space.territory_id] if space.territory_id else [])
    item.territory_id = item.territory_id or (places[0] if places else None)
    db.session.add(item)
    db.session.flush()
    attach(actor, files, item.id, 1)
    place(item, places, fresh=True)
    classify(item, themes, tags, fresh=True)
    tie(item, 1, item.source, actor.id, fresh=True)
    if actor.id:
        watch_quietly(actor.id, item.id)
    tell("item.published" if item.state == "public" else "item.waits", item, actor_id=item.author_id, number=1)
    return item


def waits(actor: Actor, html: str, space_id: int, files: Collection[object] = ()) -> bool:
    """A newcomer's text with links or files waits for a moderator: that is what spam looks like.

    Not between people: no moderator reads there; whom newcomers may write to is limited instead.
    """
    return actor.is_newcomer and space_id != NOBODYS and bool(files or links_in(html))


def place(item: Item, territory_ids: Iterable[int], *, fresh: bool = False) -> None:
    """Where the item applies; its seat always counts. `fresh`: there is nothing to take away."""
    wanted = {each for each in territory_ids if each in tree().nodes}
    if item.territory_id:
        wanted.add(item.territory_id)
    if not fresh:
        db.session.execute(delete(ItemTerritory).where(ItemTerritory.item_id == item.id))
    db.session.add_all(ItemTerritory(item_id=item.id, territory_id=each) for each in sorted(wanted))


def classify(item: Item, theme_ids: Iterable[int], tags: Iterable[str], *, fresh: bool = False) -> None:
    """Themes of the vocabulary and free words. `fresh`: there is nothing to take away."""
    wanted = sorted({each for each in theme_ids if each in all_themes()})
    if len(wanted) > 8:
        raise Invalid(fields={"themes": _("Choose eight themes at most.")})
    if not fresh:
        db.session.execute(delete(ItemTheme).where(ItemTheme.item_id == item.id))
        db.session.execute(delete(ItemTag).where(ItemTag.item_id == item.id))
    db.session.add_all(ItemTheme(item_id=item.id, theme_id=each) for each in wanted)
    db.session.add_all(ItemTag(item_id=item.id, tag_id=tag.id) for tag in tags_named(list(tags)[:10]))
