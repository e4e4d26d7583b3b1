"""Pages become sheets with their files; then links between them, then the guide that keeps their order."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from forum.core.db import db
from forum.core.errors import Problem
from forum.core.markup.shape import slug
from forum.core.permissions import SYSTEM
from forum.documents.models import Document
from forum.exchange.folders.pages import LINK, Page, Pages, title_of_place
from forum.exchange.importers import documents
from forum.exchange.importers.authors import Authors
from forum.exchange.importers.common import values_of
from forum.exchange.importers.fields import Row
from forum.files.commands import attach, keep_only, prepare, store
from forum.files.kinds import MOST
from forum.guides import commands as guides
from forum.guides.models import Guide, Part
from forum.items.commands.texts import tie, write
from forum.items.kinds import path
from forum.items.models.item import Item
from forum.spaces.models import Space


class Putting:
    """What the import asks of a kind (`make`, `change`), for the pages of a folder."""

    MODEL = Document
    FIELDS = (*documents.FIELDS, "file_digests", "source")

    def __init__(self, pages: Pages, *, dry_run: bool) -> None:
        self.pages, self.dry_run = pages, dry_run
        self.changed: set[str] = set()  # external ids of what was written now
        self.left: list[str] = []  # files that were refused

    def make(self, row: Row, space: Space, authors: Authors) -> Document:
        """A new sheet with its files."""
        values = values_of(row, authors)
        files = self._kept(row, values["author_id"])
        values["source"] = self._with_files(row, files)
        fields = documents.fields_of(row)
        document = documents.write(SYSTEM, space, **values, **fields, files=list(files.values()))
        self.changed.add(row.id)
        return document

    def change(self, item: Item, row: Row, authors: Authors) -> None:
        """The sheet as the file has it now, with the files of now."""
        files = self._kept(row, authors.id_of(row.author))
        keep_only([], item.id, 1)  # first: ten files at most, old and new together
        attach(SYSTEM, list(files.values()), item.id, 1)
        documents.change(item, replace(row, body=self._with_files(row, files)), authors)
        self.changed.add(row.id)

    def _kept(self, row: Row, owner_id: int) -> dict[str, int]:
        """Files of a page, judged and kept: place → id. What is refused is told; the page is taken without it."""
        page, kept = self.pages.found[row.id], {}
        for place in dict.fromkeys(page.files.values()):
            name, content = place.rpartition("/")[2], self.pages.content(page, place)
            try:
                if len(kept) >= MOST:
                    self.left.append(place)
                elif self.dry_run:
                    prepare(name, content)
                else:
                    kept[place] = store(SYSTEM, name, content, owner_id=owner_id).id
            except Problem:
                self.left.append(place)
        return kept

    def _with_files(self, row: Row, files: dict[str, int]) -> str:
        page = self.pages.found[row.id]
        shown = {address: files[place] for address, place in page.files.items() if place in files}

        def change(found: Any) -> str:
            if found[3] in shown and found[1]:
                return f"![{found[2]}](file:{shown[found[3]]})"
            return str(found[2]) if found[3] in page.files else str(found[0])  # it stands in the list of files

        return LINK.sub(change, row.body)

    def tie_pages(self) -> int:
        """Links between pages become links between sheets. Answers how many lead nowhere."""
        by_place = {page.place: page.id for page in self.pages.found.values()}
        items = _items(by_place.values())
        lost = 0
        for name in sorted(self.changed):
            page, item = self.pages.found[name], items.get(name)
            if item is None or not page.links:
                continue
            lost += sum(by_place.get(place) not in items for place in page.links.values())
            write(item, LINK.sub(_linked(page, by_place, items), item.source), 1)
            db.session.flush()
            tie(item, 1, item.source, None)
        return lost

    def put_in_order(self, space: Space) -> str:
        """The guide of the folder: made when it is new, given what it lacks when it is there. Its title, or nothing."""
        if len(self.pages.found) < 2:
            return ""
        head, text = self.pages.cover()
        name = self.pages.identity(str(head.get("id") or f"folder:{self.pages.source.name}"))
        guide = db.session.scalars(select(Guide).where(Guide.external_id == name)).first()
        if guide is None:
            title = str(head.get("title") or title_of_place(f"{self.pages.source.name}.md"))
            summary = text.strip() if len(text.strip()) <= 1000 else str(head.get("summary") or "")
            guide = guides.make(SYSTEM, space, title=title.ljust(5, "…"), summary=summary, external_id=name)
        self._fill(guide)
        return guide.title

    def _fill(self, guide: Guide) -> None:
        items = _items(self.pages.found)
        held = set(db.session.scalars(select(Part.item_id).where(Part.guide_id == guide.id)))
        folder = ""
        for page in sorted(self.pages.found.values(), key=lambda page: self.pages.wanted.index(page.place)):
            item = items.get(page.id)
            if item is None or item.id in held:
                continue
            inside = page.place.rpartition("/")[0]
            if inside and inside != folder:
                head, _text = self.pages.cover(inside)
                guides.add_heading(SYSTEM, guide, str(head.get("title") or title_of_place(f"{inside}.md")))
            folder = inside
            guides.add(SYSTEM, guide, [item], depth=1 if inside else 0)


def _linked(page: Page, by_place: dict[str, str], items: dict[str, Item]) -> Any:
    def change(found: Any) -> str:
        item = items.get(by_place.get(page.links.get(found[3], ""), ""))
        if item is None:
            return str(found[0])
        anchor = found[3].partition("#")[2]
        return f"{found[1]}[{found[2]}]({path(item)}{'#m1-' + slug(anchor.removeprefix('m1-')) if anchor else ''})"

    return change


def _items(names: Iterable[str]) -> dict[str, Item]:
    wanted = list(names)
    found: dict[str, Item] = {}
    for start in range(0, len(wanted), 500):
        rows = select(Document).where(Document.external_id.in_(wanted[start : start + 500]))
        found.update({item.external_id or "": item for item in db.session.scalars(rows)})
    return found
