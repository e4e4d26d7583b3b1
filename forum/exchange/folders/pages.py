"""Files of a folder become lines of an import: head and text, its pictures and files, its links to other pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from forum.core.errors import Problem
from forum.core.i18n import _
from forum.core.markup.plain import excerpt
from forum.exchange.folders import front_matter
from forum.exchange.folders.office import markdown_of
from forum.exchange.folders.sources import ENDINGS, Source, beside
from forum.exchange.importers.lines import Line

LINK = re.compile(
    r'(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)?)>?(?:[ \t]+"[^"]*")?\)'
)
_TITLE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
COVERS = ("guide.md", "index.md", "_index.md", "readme.md")  # what a folder says of itself
LISTED = ("tags", "themes", "territories", "countries", "sources", "actor_types", "sdgs", "files")


@dataclass(slots=True)
class Page:
    """A file that becomes a sheet."""

    place: str
    id: str
    title: str
    links: dict[str, str] = field(default_factory=dict)  # address as typed → place of another page
    files: dict[str, str] = field(default_factory=dict)  # address as typed → place of a file
    media: dict[str, bytes] = field(default_factory=dict)  # what came inside the document


class Pages:
    """All pages of a source, read one after the other."""

    def __init__(self, source: Source, *, within: str = "", credit: bool = False) -> None:
        self.source, self.within, self.credit = source, within, credit
        self.places = source.names()
        self.found: dict[str, Page] = {}  # by external id
        self.wanted = [place for place in self.places if place.lower().endswith(ENDINGS) and not is_cover(place)]
        if not self.wanted:  # a file named README.md, alone
            self.wanted = [place for place in self.places if place.lower().endswith(ENDINGS)]

    def lines(self) -> Iterator[Line]:
        """One line a page. What cannot be read is told, not raised."""
        for number, place in enumerate(self.wanted, 1):
            try:
                data = self._data(place)
            except Problem as problem:
                yield Line(number, place, 0, {"id": place}, problem.message)
                continue
            yield Line(number, place, len(data["body"]), data)

    def _data(self, place: str) -> dict[str, Any]:
        content = self.source.read(place) or b""
        head: dict[str, Any] = {}
        media: dict[str, bytes] = {}
        title = ""
        if place.lower().endswith((".odt", ".docx")):
            title, body, media = markdown_of(place.rpartition("/")[2], content)
        else:
            head, body = front_matter.split(_decoded(content))
        if found := _TITLE.match(body):
            first = found[1].strip()
            if not head.get("title") and not title or first in (head.get("title"), title):
                title, body = first, body[found.end() :].lstrip("\n")
        data = {name: _listed(value) if name in LISTED else _one(value) for name, value in head.items()}
        data["title"] = data.get("title") or title or _named(place)
        data["id"] = self.identity(str(data.get("id") or f"{self.source.name}/{place}"))
        if self.credit and (author := data.pop("author", "")):
            data["sources"] = [*data.get("sources", []), str(author)]
        data["body"] = body.strip()
        if len(str(data.get("summary") or "")) > 500:
            data["summary"] = excerpt(str(data["summary"]), 490)
        page = Page(place, data["id"], data["title"], media=media)
        data["file_digests"] = self._look(page, data["body"], data.pop("files", []))
        self.found[page.id] = page
        return data

    def _look(self, page: Page, body: str, named: list[str]) -> list[str]:
        """Where its links lead; digests of its files, so that a changed picture counts as a change."""
        for found in LINK.finditer(body):
            address = found[3]
            place = address if address in page.media else beside(page.place, address)
            if place in self.wanted:
                page.links[address] = place
            elif place and (place in page.media or place in self.places):
                page.files[address] = place
        for address in named:
            if (place := beside(page.place, address)) in self.places:
                page.files.setdefault(address, place)
        return [sha256(self.content(page, place)).hexdigest()[:16] for place in dict.fromkeys(page.files.values())]

    def identity(self, name: str) -> str:
        """What a page or a guide is known by afterwards."""
        return self.within + name[-(120 - len(self.within)) :]

    def content(self, page: Page, place: str) -> bytes:
        """A file of a page."""
        return page.media.get(place) or self.source.read(place) or b""

    def cover(self, folder: str = "") -> tuple[dict[str, Any], str]:
        """What a folder says of itself, (head, text), or nothing."""
        names = {place.lower(): place for place in self.places}
        for name in COVERS:
            place = names.get(f"{folder}/{name}".strip("/").lower())
            if place and place not in self.wanted:
                return front_matter.split(_decoded(self.source.read(place) or b""))
        return {}, ""


def is_cover(place: str) -> bool:
    """A file that speaks of its folder."""
    return place.rpartition("/")[2].lower() in COVERS


def _named(place: str) -> str:
    """02-mon_puits.md → Mon puits"""
    stem = re.sub(r"^[0-9]+[\s._-]+", "", place.rpartition("/")[2].rpartition(".")[0])
    words = re.sub(r"[_-]+", " ", stem).strip() or _("Document")
    return words[0].upper() + words[1:]


title_of_place = _named


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("windows-1252", "replace")


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(each) for each in value]
    return [word.strip() for word in re.split(r"[;,]", str(value)) if word.strip()]


def _one(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value
