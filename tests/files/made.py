"""Files made on the spot: pictures, office documents, bombs and lies."""

import struct
import zipfile
import zlib
from io import BytesIO

from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()

ODT = "application/vnd.oasis.opendocument.text"
DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def photo(width=1200, height=900, *, orientation=1, gps=True, format="JPEG") -> bytes:
    """A photo: left half red, right half blue; with a place and a camera in its EXIF."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "CameraSecret"
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 6.0, 40.0), 3: "W", 4: (4.0, 5.0, 12.0)})
    out = BytesIO()
    image.save(out, format, exif=exif.tobytes(), **({"comment": b"secret comment"} if format == "JPEG" else {}))
    return out.getvalue()


def picture(format="PNG", width=60, height=40, mode="RGB", **more) -> bytes:
    """A small plain picture."""
    out = BytesIO()
    Image.new(mode, (width, height)).save(out, format, **more)
    return out.getvalue()


def animation(frames=3, format="GIF", size=(40, 30)) -> bytes:
    """A few frames of different greys."""
    images = [Image.new("L", size, each * 60) for each in range(frames)]
    out = BytesIO()
    images[0].save(out, format, save_all=True, append_images=images[1:], duration=100)
    return out.getvalue()


def bomb(width=30_000, height=30_000) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def package(entries: dict[str, bytes], *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def odt(**more: bytes) -> bytes:
    """A LibreOffice text."""
    return package({"mimetype": ODT.encode(), "content.xml": b"<office:document/>", **more})


def docx(main=DOCX_MAIN, **more: bytes) -> bytes:
    """A Word text."""
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'.encode()
    return package({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **more})


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    + b"%"
    + b"x" * 2000
)
CSV = b"nom;montant\nEau;12 500\n"
