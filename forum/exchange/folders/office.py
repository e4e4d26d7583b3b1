"""ODT and DOCX to Markdown with their pictures: pandoc in its sandbox, in a folder of its own, for a limited time."""

import re
import subprocess
import tempfile
import zipfile
from html import unescape
from io import BytesIO
from pathlib import Path

import pypandoc

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.files import judging

SECONDS = 60
TO = "commonmark+pipe_tables+strikeout+footnotes+task_lists-raw_html"


def markdown_of(name: str, data: bytes) -> tuple[str, str, dict[str, bytes]]:
    """(title or nothing, text, pictures by their place in it). Raises Invalid for what is refused or unreadable.

    The file is judged first, as any attachment: no macros, nothing that grows without end.
    """
    judging.judge(name, data)
    kind = name.rpartition(".")[2].lower()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / f"in.{kind}").write_bytes(data)
        (root / "template").write_text("$title$\n\n$body$")
        command = [
            pypandoc.get_pandoc_path(), "--sandbox", f"--from={kind}", f"--to={TO}", "--wrap=none", "--standalone",
            "--template=template", "--extract-media=media", "--output=out.md", f"in.{kind}", "+RTS", "-M700m", "-RTS",
        ]  # fmt: skip
        try:
            made = subprocess.run(
                command, cwd=root, capture_output=True, timeout=SECONDS, check=False, env={"LANG": "C.UTF-8"}
            )
        except subprocess.TimeoutExpired as problem:
            raise Invalid(_("This document takes too long to read.")) from problem
        out = root / "out.md"
        if made.returncode or not out.is_file():
            raise Invalid(_("This document cannot be read."))
        title, _sign, text = out.read_text("utf-8", "replace").partition("\n")
        media = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted((root / "media").rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
    title, text = title.strip() or (_title_of_odt(data) if kind == "odt" else ""), text.strip()
    first, _sign, rest = text.partition("\n")
    return title, rest.strip() if title and first.strip() == title else text, media


def _title_of_odt(data: bytes) -> str:
    """Pandoc reads it of DOCX only."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        if "meta.xml" not in package.namelist():
            return ""
        with package.open("meta.xml") as file:
            found = re.search(r"<dc:title>([^<]{1,300})</dc:title>", file.read(100_000).decode("utf-8", "replace"))
    return " ".join(unescape(found[1]).split()) if found else ""
