"""The pictures that a text shows, small enough for paper, as formats that every program reads."""

import re
from base64 import b64encode
from html import unescape
from io import BytesIO

from PIL import Image
from sqlalchemy import select

from forum.core.db import db
from forum.files.models import File
from forum.files.queries import sizes_of
from forum.files.storage import storage

_IMG = re.compile(r'<img src="/files/([0-9]+)/[^"]*" alt="([^"]*)"[^<>]*>')
MOST = 300  # pictures of one paper
WIDTH = 800


def found_in(html: str, item_ids: list[int]) -> tuple[str, dict[str, bytes], dict[str, str]]:
    """The HTML with names for pictures, their contents, and what they show. One query.

    Only pictures attached to the very publications that are printed: their rights are those of the text.
    """
    wanted = list(dict.fromkeys(int(number) for number, _alt in _IMG.findall(html)))[:MOST]
    rows = select(File).where(
        File.id.in_(wanted), File.item_id.in_(item_ids), File.state == "kept", File.width.is_not(None)
    )
    files = {file.id: file for file in db.session.scalars(rows)} if wanted else {}
    contents: dict[str, bytes] = {}
    alts: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        file = files.get(int(found[1]))
        if file is None:
            return found[2]
        name = next((each for each in contents if each.split(".")[0] == str(file.id)), "")
        if not name:
            made = _for_paper(file)
            if made is None:
                return found[2]
            name = f"{file.id}.{made[1]}"
            contents[name] = made[0]
        alts[name] = unescape(found[2]) or file.alt
        return f'<img src="{name}" alt="{found[2]}">'

    return _IMG.sub(named, html), contents, alts


def within(html: str, contents: dict[str, bytes]) -> str:
    """The same with pictures inside the HTML itself, for programs that may read no file."""

    def inside(found: re.Match[str]) -> str:
        kind = "png" if found[1].endswith("png") else "jpeg"
        return f'src="data:image/{kind};base64,{b64encode(contents[found[1]]).decode()}"'

    return re.sub(r'src="([0-9]+\.(?:jpg|png))"', inside, html)


def _for_paper(file: File) -> tuple[bytes, str] | None:
    sizes = [name for name, _width in sizes_of(file.width or 0)]
    size = next((each for each in sizes if each >= WIDTH), sizes[-1])
    try:
        with storage().open(f"{file.sha256}.{size}") as content:
            picture = Image.open(BytesIO(content.read()))
            picture.load()
    except (OSError, ValueError):
        return None
    out = BytesIO()
    if picture.mode in ("RGBA", "LA", "P"):
        picture.convert("RGBA").save(out, "PNG", optimize=False, compress_level=6)
        return out.getvalue(), "png"
    picture.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue(), "jpg"
