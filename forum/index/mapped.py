"""Segment files of Whoosh as the system maps them: processes share what they read, and nothing is copied.

The library maps a segment, then copies each part of it into the memory of the process. Here a part is a view.
"""

import mmap
import os
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile

SEGMENT = ".seg"


class Window:
    """A view read as a file: what the library asks of one."""

    def __init__(self, view: memoryview) -> None:
        self.view, self.at = view, 0

    def read(self, size: int = -1) -> bytes:
        """From here on."""
        begin, self.at = self.at, len(self.view) if size < 0 else min(self.at + size, len(self.view))
        return self.view[begin : self.at].tobytes()

    def readline(self) -> bytes:
        """Pickles of old protocols are read so; a line is short."""
        begin, end = self.at, self.at
        while end < len(self.view) and self.view[end] != ord("\n"):
            end += 1
        return self.read(min(end + 1, len(self.view)) - begin)

    def seek(self, to: int, whence: int = os.SEEK_SET) -> int:
        """As files do."""
        self.at = to + (0, self.at, len(self.view))[whence]
        return self.at

    def tell(self) -> int:
        """As files do."""
        return self.at


class MappedFile(BufferFile):
    """A segment, or a part of it."""

    def __init__(self, view: memoryview, name: str | None, whole: mmap.mmap | None = None) -> None:
        StructFile.__init__(self, Window(view), name=name)
        self._buf, self._whole = view, whole

    def subset(self, position: int, length: int, name: str | None = None) -> "MappedFile":
        """A part: nothing is copied."""
        return MappedFile(self._buf[position : position + length], name or self._name)

    def close(self) -> None:
        """Let the view go; the map goes with the last one."""
        if self.is_closed:
            return
        self.is_closed = True
        self.file = None
        self._buf.release()
        if self._whole is not None:
            try:
                self._whole.close()
            except BufferError:  # a part is still open somewhere: it goes when that does
                self._whole = None


class MappedStorage(FileStorage):
    """A folder whose segments are mapped."""

    def __init__(self, path: str) -> None:
        super().__init__(path, supports_mmap=False)  # the library's way of mapping copies

    def open_file(self, name: str, **options: Any) -> StructFile:
        """Segments are views, everything else is read as it is."""
        if not name.endswith(SEGMENT):
            return super().open_file(name, **options)
        with open(self._fpath(name), "rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return MappedFile(memoryview(whole), name, whole)
