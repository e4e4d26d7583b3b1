"""From a paper to a file: the press runs apart with limits of time and memory; what it made is kept by its content."""

import hashlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import pypandoc
import structlog
from flask import current_app

from forum.core.errors import Problem
from forum.core.i18n import _, language
from forum.core.worker import every
from forum.guides.papers.paper import Paper
from forum.guides.papers.pictures import found_in, within

log = structlog.get_logger()
PRESS = Path(__file__).with_name("press.py")
VERSION = 2  # one more when the same paper would look otherwise
SECONDS = 60
DAYS = 7  # kept; then made again when somebody asks
_one_at_a_time = threading.BoundedSemaphore(2)


class Unprinted(Problem):
    """The press could not make it."""

    status = 503


def made(paper: Paper, format_: str) -> bytes:
    """The file. Raises Unprinted, with what to do instead, when the press takes too long or fails."""
    html, pictures, alts = found_in(paper.html, paper.item_ids)
    if format_ != "pdf":
        lines = "".join(f"<p>{_escaped(line)}</p>" for line in paper.about)
        summary = f"<p><em>{_escaped(paper.summary)}</em></p>" if paper.summary else ""
        html = summary + lines + within(html, pictures)
    asked: dict[str, Any] = {
        "format": format_, "html": html, "title": paper.title, "summary": paper.summary, "authors": paper.authors,
        "about": paper.about, "lang": language.get(), "date": paper.date, "rights": paper.licence,
        "description": paper.summary, "source": paper.source, "contents": _("Contents"), "picture": _("Picture"),
        "alts": alts, "is_long": paper.is_long, "has_contents": paper.has_contents,
    }  # fmt: skip
    key = _key(asked, pictures)
    place = _folder() / f"{key}.{format_}"
    if place.is_file():
        place.touch()
        return place.read_bytes()
    with _one_at_a_time:
        content = _pressed({**asked, "pandoc": pypandoc.get_pandoc_path()}, pictures if format_ == "pdf" else {})
    part = place.with_suffix(f".{threading.get_ident()}.part")
    part.write_bytes(content)
    part.replace(place)
    return content


def _pressed(asked: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for each, content in pictures.items():
            (folder / each).write_bytes(content)
        command = [sys.executable, "-I", str(PRESS)]
        try:
            run = subprocess.run(
                command, input=json.dumps(asked).encode(), cwd=folder, capture_output=True, timeout=SECONDS,
                check=False, env={"LANG": "C.UTF-8"},
            )  # fmt: skip
        except subprocess.TimeoutExpired as problem:
            log.error("paper.late", format=asked["format"])
            raise Unprinted(
                _("This file takes too long to make. Print the page from your browser instead.")
            ) from problem
        out = folder / "out"
        if run.returncode or not out.is_file():
            log.error("paper.failed", format=asked["format"], status=run.returncode)
            log.debug("paper.said", said=run.stderr.decode("utf-8", "replace")[-500:])
            raise Unprinted(_("This file could not be made. Print the page from your browser, or take another format."))
        return out.read_bytes()


def _key(asked: dict[str, Any], pictures: dict[str, bytes]) -> str:
    digest = hashlib.sha256(json.dumps([VERSION, asked], sort_keys=True).encode())
    for name in sorted(pictures):
        digest.update(name.encode() + hashlib.sha256(pictures[name]).digest())
    return digest.hexdigest()


def _folder() -> Path:
    folder = Path(current_app.extensions["settings"].data_dir) / "papers"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@every(3600, name="papers")
def forget() -> int:
    """Files that nobody asked for in a week. Answers how many."""
    old = [place for place in _folder().iterdir() if place.stat().st_mtime < time.time() - DAYS * 86400]
    for place in old:
        place.unlink(missing_ok=True)
    return len(old)
