"""From what people type to what is kept: checks, HTML with its names, links that stand in the text."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, literal, select, union_all

from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.markup.images import ids_in
from forum.core.markup.mentions import mentions_in, references_in
from forum.core.markup.names import Shown
from forum.core.markup.render import NO_NAMES, VERSION, Names, render
from forum.core.markup.source import prepared, readable
from forum.files.queries import files_of, rows_of
from forum.items.kinds import path_of
from forum.items.models.around import Link
from forum.items.models.item import Item
from forum.items.models.post import Post
from forum.people.models import Organisation, User
from forum.spaces.models import Space

LONGEST = 100_000  # characters of one text
_base = {"url": ""}


def speak_as(base_url: str) -> None:
    """The public address of this site, so that its own links are recognised in texts."""
    _base["url"] = base_url


def base_url() -> str:
    """The public address of this site."""
    return _base["url"]


def checked(source: str, *, least: int = 2) -> str:
    """The text as it will be kept. Raises Invalid when it is empty or too long."""
    text = prepared(source).strip()
    if len(text) < least:
        raise Invalid(fields={"source": _("Write a few words first.")})
    if len(text) > LONGEST:
        raise Invalid(fields={"source": _("This text is too long: 100,000 characters at most. Cut it in two.")})
    return text


def checked_title(title: str, *, least: int = 5) -> str:
    """The title on one line. Raises Invalid when it says too little or too much. `least`: what comes from elsewhere, or
    is there already, may be called “Rome”."""
    text = readable(title)
    if not min(least, 5) <= len(text) <= 200:
        raise Invalid(fields={"title": _("Give a title of 5 to 200 characters: what it is about, in one sentence.")})
    return text


def names_in(source: str, files: Iterable[int] = ()) -> Names:
    """People, organisations and public items that a text speaks of, pictures among `files` that it shows.

    At most three queries, none for a plain text.
    """
    handles = [handle.lower() for handle in mentions_in(source)][:50]
    numbers = references_in(source, _base["url"])[:50]
    wanted = set(ids_in(source)) & set(files)
    if not handles and not numbers and not wanted:
        return NO_NAMES if not _base["url"] else Names(people={}, items={}, base_url=_base["url"])
    people, items = {}, {}
    if handles:
        found = union_all(
            select(Organisation.slug, Organisation.name, literal("/organisations/")).where(
                Organisation.slug.in_(handles)
            ),
            select(User.handle, User.name, literal("/people/")).where(User.handle.in_(handles), User.state == "active"),
        )
        # A person wins over an organisation of the same name.
        people = {
            handle: (place + handle, name)
            for handle, name, place in sorted(db.session.execute(found), key=_person_last)
        }
    if numbers:
        public = (
            select(Item.id, Item.kind, Item.slug, Item.title)
            .join(Space, Space.id == Item.space_id)
            .where(Item.id.in_(numbers), Item.state == "public", Space.visibility == "public")
        )
        items = {
            row.id: (path_of(row.kind, row.id, row.slug), row.title, row.kind) for row in db.session.execute(public)
        }
    return Names(people=people, items=items, base_url=_base["url"], pictures=_pictures(wanted))


def _person_last(row: Any) -> bool:
    return row[2] == "/people/"


def _pictures(ids: Iterable[int]) -> dict[int, Shown]:
    return {row.id: Shown(row.width, row.height or 1, row.alt, row.copies) for row in rows_of(sorted(ids)) if row.width}


def write(row: Item | Post, source: str, number: int, locale: str = "", files: Iterable[int] | None = None) -> None:
    """Put a text and its HTML on an item or a post. `files`: those of the message, unless it has them already."""
    if files is None:
        item_id = row.item_id if isinstance(row, Post) else row.id
        files = [file.id for file in files_of(item_id, number)] if item_id and ids_in(source) else ()
    row.source, row.renderer = source, VERSION
    locale = locale or (getattr(row, "lang", "") or "fr")  # a reply is written as French is
    row.html = render(source, prefix=f"m{number}", locale=locale, names=names_in(source, files))


def tie(item: Item, number: int, source: str, by_id: int | None, *, fresh: bool = False) -> None:
    """Keep the links that stand in this message's text; drop those that it no longer holds (`fresh`: it is new)."""
    wanted = {each for each in references_in(source, _base["url"]) if each != item.id}
    here = (Link.from_id == item.id, Link.number == number, Link.by_text.is_(True))
    if not fresh:
        db.session.execute(delete(Link).where(*here, Link.to_id.not_in(wanted)))
    if not wanted:
        return
    existing = select(Item.id).where(Item.id.in_(wanted))
    known = select(Link.to_id).where(Link.from_id == item.id, Link.relation == "cites")
    for to_id in set(db.session.scalars(existing)) - set(db.session.scalars(known)):
        db.session.add(Link(from_id=item.id, to_id=to_id, number=number, by_text=True, by_id=by_id))


def rerender(limit: int = 200) -> int:
    """Render again some texts whose HTML an older renderer made. Answers how many: 0 when all are fresh."""
    count = 0
    for model in (Item, Post):
        stale = select(model).where(model.renderer < VERSION).order_by(model.id).limit(limit - count)
        for row in db.session.scalars(stale).all():
            write(row, row.source, getattr(row, "number", 1))
            count += 1
    return count


def count_stale() -> int:
    """Texts that wait for a fresh rendering."""
    return sum(
        db.session.scalar(select(func.count()).select_from(model).where(model.renderer < VERSION)) or 0
        for model in (Item, Post)
    )
