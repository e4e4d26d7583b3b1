"""A folder: ab/cd/abcd… so that no folder holds too many."""

import os
import re
import secrets
from pathlib import Path
from typing import BinaryIO

_KEY = re.compile(r"[0-9a-f]{64}(?:\.[0-9]{1,5})?")


class Disk:
    """Contents in a folder of this machine (or one that several machines share)."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, key: str, content: bytes) -> None:
        """Written beside, synced, then renamed: a file is whole or is not there."""
        path = self._path(key)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _sync_folder(path.parent)

    def has(self, key: str) -> bool:
        """Is it there?"""
        return self._path(key).is_file()

    def open(self, key: str) -> BinaryIO:
        """For reading. Raises FileNotFoundError."""
        return self._path(key).open("rb")

    def remove(self, key: str) -> None:
        """Erase it."""
        self._path(key).unlink(missing_ok=True)

    def check(self) -> str:
        """Can it be written?"""
        self.root.mkdir(parents=True, exist_ok=True)
        probe = self.root / f".check.{secrets.token_hex(8)}"
        probe.write_bytes(b"palabre")
        probe.unlink()
        return f"files lie in {self.root}"

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError("not the key of a content")
        return self.root / key[:2] / key[2:4] / key


def _sync_folder(folder: Path) -> None:
    """The new name itself outlives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
