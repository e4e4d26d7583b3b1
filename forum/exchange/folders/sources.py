"""Where the files lie: a folder, an archive, one file. Nothing outside is ever read; sizes are limited."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from typing import Protocol
from urllib.parse import unquote

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.files.kinds import LARGEST

ENDINGS = (".md", ".markdown", ".odt", ".docx")
ENTRIES, UNPACKED = 10_000, 1_000_000_000


class Source(Protocol):
    """Files by their place, with `/` between folders."""

    name: str

    def names(self) -> list[str]:
        """All places, in the order of people: 2 before 10."""

    def read(self, place: str) -> bytes | None:
        """The content; None for what is not there."""


def source_of(path: Path) -> Source:
    """Raises Invalid for what cannot be read."""
    if path.is_dir():
        return Folder(path)
    if path.suffix.lower() == ".zip":
        return Archive(path)
    if path.suffix.lower() in ENDINGS:
        return Single(path)
    raise Invalid(_("Give a folder, or a file .jsonl, .md, .odt, .docx or .zip."))


def is_ours(path: Path) -> bool:
    """A folder or a document; else it is a file of JSON lines."""
    return path.is_dir() or path.suffix.lower() in (*ENDINGS, ".zip")


def ordered(names: Iterator[str] | list[str]) -> list[str]:
    """fiche-2 before fiche-10."""

    def key(name: str) -> list[tuple[int, int, str]]:
        parts = [part for part in re.split(r"([0-9]+)", name) if part]
        return [(0, int(part), "") if part.isdecimal() else (1, 0, part.lower()) for part in parts]

    return sorted(names, key=key)


def beside(place: str, address: str) -> str:
    """The place that a relative address means in the file at `place`; empty when it leads elsewhere."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not path or path.startswith("/") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
        return ""
    found = normpath(join(dirname(place), path))
    return "" if found.startswith("..") else found


class Folder:
    """On the disk. Links that lead out of it are not followed."""

    def __init__(self, path: Path) -> None:
        self.root = path.resolve()
        self.name = self.root.name

    def names(self) -> list[str]:
        """Files, those that systems hide left out."""
        places = (each.relative_to(self.root) for each in self.root.rglob("*") if each.is_file())
        return ordered([place.as_posix() for place in places if not any(part[0] in "._" for part in place.parts)])

    def read(self, place: str) -> bytes | None:
        """The content."""
        path = (self.root / place).resolve()
        if not path.is_relative_to(self.root) or not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(LARGEST + 1)


class Archive:
    """A ZIP. One folder that holds everything is opened."""

    def __init__(self, path: Path) -> None:
        try:
            self.archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as problem:
            raise Invalid(_("This archive is damaged: it cannot be read.")) from problem
        entries = [entry for entry in self.archive.infolist() if not entry.is_dir()]
        if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
            raise Invalid(_("This archive is too large: cut it into several."))
        self.entries = {}
        for entry in entries:
            place = normpath(entry.filename.replace("\\", "/"))
            if not place.startswith(("..", "/")) and not any(part[0] in "._" for part in PurePosixPath(place).parts):
                self.entries[place] = entry
        tops = {place.partition("/")[0] for place in self.entries}
        self.name = path.stem
        if len(tops) == 1 and all("/" in place for place in self.entries):
            self.name = tops.pop()
            self.entries = {place.partition("/")[2]: entry for place, entry in self.entries.items()}

    def names(self) -> list[str]:
        """Files."""
        return ordered(list(self.entries))

    def read(self, place: str) -> bytes | None:
        """The content, and no more of it than a file may hold."""
        entry = self.entries.get(place)
        if entry is None:
            return None
        try:
            with self.archive.open(entry) as file:
                return file.read(LARGEST + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
            return None


class Single:
    """One file; a Markdown file may speak of what lies beside it."""

    def __init__(self, path: Path) -> None:
        self.folder = Folder(path.parent)
        self.name, self.only = path.stem, path.name

    def names(self) -> list[str]:
        """Itself."""
        return [self.only]

    def read(self, place: str) -> bytes | None:
        """The content."""
        return self.folder.read(place)
