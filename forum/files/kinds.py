"""What may be attached: types, names, limits, and the sentence that says so."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal

from forum.core.errors import Invalid
from forum.core.i18n import _, language, lazy

LARGEST = 10 * 1024 * 1024  # bytes of one file
MOST = 10  # files of one message
PER_DAY = (100, 100 * 1024 * 1024)  # files and bytes that one person sends in a day
PIXELS = 40_000_000  # of one picture, counted before it is decoded
SIDE = 16_000  # pixels on a side: what WebP can hold
SIZES = (320, 800, 1600)  # widths made of each picture

ODF = "application/vnd.oasis.opendocument."
OOXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """A type that is taken. `shown`: browsers show it in the page's place; anything else is downloaded."""

    media_type: str
    extension: str
    label: Any
    shown: bool = False


PICTURE, SHEET, TEXT, SLIDES = lazy("Picture"), lazy("Spreadsheet"), lazy("Text document"), lazy("Presentation")
KINDS = {
    kind.media_type: kind
    for kind in (
        Kind("image/jpeg", "jpg", PICTURE, True),
        Kind("image/png", "png", PICTURE, True),
        Kind("image/webp", "webp", PICTURE, True),
        Kind("image/gif", "gif", PICTURE, True),
        Kind("application/pdf", "pdf", "PDF", True),
        Kind(ODF + "text", "odt", TEXT),
        Kind(ODF + "spreadsheet", "ods", SHEET),
        Kind(ODF + "presentation", "odp", SLIDES),
        Kind(OOXML + "wordprocessingml.document", "docx", TEXT),
        Kind(OOXML + "spreadsheetml.sheet", "xlsx", SHEET),
        Kind(OOXML + "presentationml.presentation", "pptx", SLIDES),
        Kind("text/csv", "csv", SHEET),
        Kind("text/plain", "txt", lazy("Plain text")),
    )
}
# For <input accept>. HEIC is taken but not named: iPhones then send JPEG, which spares an old phone the bytes.
ACCEPT = ",".join(f".{kind.extension}" for kind in KINDS.values()) + ",.jpeg,.avif"


def refusal(what: str) -> Invalid:
    """A refusal that says what was wrong, then what is taken."""
    taken = _(
        "Taken: pictures (JPEG, PNG, WebP, GIF, AVIF, HEIC), PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, CSV, TXT; 10 MB each."
    )
    return Invalid(f"{what} {taken}", {"files": f"{what} {taken}"})


def named(typed: str, extension: str) -> str:
    """The name that is kept: one line without signs that systems fear, ending with what the content is."""
    name = unicodedata.normalize("NFC", typed.replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(sign if unicodedata.category(sign)[0] != "C" and sign not in '<>:"|?*#%' else " " for sign in name)
    name = " ".join(name.split()).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending):
        name = stem.strip(". ")
    return f"{name[:120].strip() or _('file')}.{extension}"


def weight(size: int) -> str:
    """A size in words."""
    if size < 1000:
        return _("%(n)s bytes", n=size)
    if size < 999_500:
        return _("%(n)s kB", n=round(size / 1000))
    return _("%(n)s MB", n=format_decimal(round(size / 1_000_000, 1), locale=language.get()))


def sizes_of(width: int) -> list[tuple[int, int]]:
    """The sizes made of a picture of this width, as (name, width in pixels): none is larger than the picture."""
    made: list[tuple[int, int]] = []
    for size in SIZES:
        made.append((size, min(size, width)))
        if size >= width:
            break
    return made
