"""Where contents lie, by their digest: behind this interface so that another place than a disk can come."""

from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from flask import current_app

from forum.files.storage.disk import Disk


class Storage(Protocol):
    """Contents by key: a SHA-256 in hexadecimal, with `.320` and the like for the sizes of a picture."""

    def put(self, key: str, content: bytes) -> None:
        """Keep it, whole or not at all; a key that is there already is left as it is."""

    def has(self, key: str) -> bool:
        """Is it there?"""

    def open(self, key: str) -> BinaryIO:
        """The content, to be read from any place in it. Raises FileNotFoundError."""

    def remove(self, key: str) -> None:
        """Erase it; nothing happens when it is not there."""

    def check(self) -> str:
        """Write, read and erase something, and say where. Raises OSError."""


def storage_for(url: str, data_dir: Path) -> Storage:
    """`file:///some/folder`, or the data folder when the address is empty."""
    return Disk(Path(unquote(urlsplit(url).path)) if url else data_dir / "files")


def storage() -> Storage:
    """The storage of this installation."""
    found: Storage = current_app.extensions["storage"]
    return found
