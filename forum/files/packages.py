"""Looks into ZIP files without unpacking them: which office format, macros, bombs."""

import zipfile
from io import BytesIO

from forum.core.i18n import _
from forum.files.kinds import KINDS, ODF, OOXML, refusal

ENTRIES = 5_000
UNPACKED = 300 * 1024 * 1024  # bytes, all entries together
RATIO = 200  # times: office documents reach 30, bombs 1,000
SMALL = 20 * 1024 * 1024  # below, any ratio is harmless
GLANCE = 1024 * 1024  # bytes read of the entry that names the format

_MAINS = {
    b"wordprocessingml.document.main+xml": OOXML + "wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": OOXML + "spreadsheetml.sheet",
    b"presentationml.presentation.main+xml": OOXML + "presentationml.presentation",
}
_PROGRAMS = (
    "vbaproject.bin",
    "vbadata.xml",
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".bat",
    ".cmd",
    ".ps1",
    ".sh",
    ".jar",
    ".class",
)


def judge(data: bytes) -> str:
    """The media type of an office document. Raises Invalid for anything else that is a ZIP."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
            _measure(entries, len(data))
            names = {entry.filename for entry in entries}
            media_type = _odf(package, entries) or _ooxml(package, names)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError, RuntimeError) as problem:
        raise refusal(_("This file is damaged: it cannot be read.")) from problem
    if media_type is None:
        raise refusal(_("Archives are not taken: send the files one by one."))
    if any(_is_program(name) for name in names):
        raise refusal(_("This document contains macros or programs: save it without them first."))
    return media_type


def _measure(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = unpacked > SMALL and unpacked > RATIO * max(1, size)
    if len(entries) > ENTRIES or unpacked > UNPACKED or swollen or packed > size:
        raise refusal(_("This document would become enormous once unpacked: it is not taken."))


def _odf(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> str | None:
    if not any(entry.filename == "mimetype" and entry.file_size < 200 for entry in entries):
        return None
    said = package.read("mimetype").decode("ascii", "replace").strip()
    return said if said.startswith(ODF) and said in KINDS else None


def _ooxml(package: zipfile.ZipFile, names: set[str]) -> str | None:
    if "[Content_Types].xml" not in names:
        return None
    with package.open("[Content_Types].xml") as file:
        said = file.read(GLANCE)
    if b"macroEnabled" in said or b"vbaProject" in said:
        raise refusal(_("This document contains macros or programs: save it without them first."))
    return next((kind for main, kind in _MAINS.items() if main in said), None)


def _is_program(name: str) -> bool:
    """Macros of Office, scripts of LibreOffice, anything that a system would run."""
    low = name.lower()
    return low.endswith(_PROGRAMS) or low.startswith(("basic/", "scripts/")) and not low.endswith("/")
