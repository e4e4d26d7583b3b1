"""What a file is: its content says so, never its name."""

import re

import puremagic

from forum.core.i18n import _
from forum.files import packages
from forum.files.kinds import LARGEST, refusal

_BOXES = {
    **dict.fromkeys((b"avif", b"avis"), "image/avif"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"mif1"), "image/heic"),
}
_TEXT_NAMES = ("", "txt", "text", "csv", "tsv", "md", "markdown", "log")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|svg|\?xml|script|head|body|!--|\?php|iframe)|#!", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


def judge(name: str, data: bytes) -> str:
    """The media type, by content. Raises Invalid with what is wrong and what is taken."""
    if not data:
        raise refusal(_("This file is empty."))
    if len(data) > LARGEST:
        raise refusal(_("This file is too large: 10 MB at most."))
    if found := _by_signature(data):
        return found
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return packages.judge(data)
    return _text(name, data)


def _by_signature(data: bytes) -> str:
    if data[:3] == b"\xff\xd8\xff":
        return "image/jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:5] == b"%PDF-":
        return "application/pdf"
    if data[4:8] == b"ftyp":
        return _boxed(data[8:12])
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise refusal(_("This old or locked Office format is not taken: save it as DOCX, XLSX, ODT or PDF."))
    return ""


def _boxed(brand: bytes) -> str:
    """Still pictures of phones (ISO/IEC 23008-12); films and bursts not."""
    if brand in _BOXES:
        return _BOXES[brand]
    raise refusal(_("Films and sounds are not taken: put a link to them."))


def _text(name: str, data: bytes) -> str:
    """Plain text or CSV; nothing that a browser or a system would run."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    ending = base.rpartition(".")[2].lower() if "." in base else ""
    if _MARKUP.match(data.removeprefix(b"\xef\xbb\xbf")) or ending in ("html", "htm", "svg", "xml", "xhtml"):
        raise refusal(_("Web pages and drawings (HTML, SVG, XML) are not taken."))
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")  # what Excel calls “Unicode text”
    if ending not in _TEXT_NAMES or (_CONTROL.search(data) and not utf16):
        raise refusal(_("This type of file is not taken (%(type)s).", type=_known_as(base, data)))
    return "text/csv" if ending in ("csv", "tsv") else "text/plain"


def _known_as(name: str, data: bytes) -> str:
    """What the world calls it, to say what was refused."""
    try:
        found = str(puremagic.magic_string(data[:65536] + data[-1024:])[0].mime_type)
    except (puremagic.PureError, ValueError, IndexError):
        found = ""
    if found in ("", "application/octet-stream", "text/plain"):
        return name.rpartition(".")[2][:10] if "." in name else _("unknown")
    return found
