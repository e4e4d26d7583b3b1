"""What a sheet or a guide may be taken away as."""

from dataclasses import dataclass
from typing import Any

from forum.core.i18n import lazy


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. `code` stands in the address and ends the name."""

    code: str
    label: Any
    media_type: str


FORMATS = (
    Format("pdf", "PDF", "application/pdf"),
    Format("odt", "ODT", "application/vnd.oasis.opendocument.text"),
    Format("docx", "DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format("epub", "EPUB", "application/epub+zip"),
    Format("zip", lazy("Markdown and files"), "application/zip"),
)
BY_CODE = {each.code: each for each in FORMATS}
