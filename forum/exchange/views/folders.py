"""Bringing documents in on a page: choose a file, see what it would make, confirm. For those who tend the space."""

import re
import secrets
import time
from pathlib import Path
from typing import Any

from flask import abort, current_app, request
from werkzeug.wrappers import Response as BaseResponse

from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import require
from forum.exchange.folders.pages import Pages
from forum.exchange.folders.run import run_folder
from forum.exchange.folders.sources import ENDINGS, source_of
from forum.exchange.views.ground import bp
from forum.files.kinds import LARGEST
from forum.spaces.models import Space
from forum.spaces.queries import known
from forum.web.actor import actor
from forum.web.answers import done, page, signed_in
from forum.web.limits import spend
from forum.web.slots import fills, small

MOST = 100  # pages brought in on a page; more by the command line
HOURS = 6  # that a file waits for its confirmation
_TOKEN = re.compile(r"[0-9]+-[A-Za-z0-9_-]{20,40}(?:\.zip|\.md|\.markdown|\.odt|\.docx)")


def _space(slug: str) -> Space:
    space: Space = known(slug, actor()) or abort(404)
    require(signed_in(), "make guides", space)
    return space


@bp.get("/spaces/<slug>/bring")
def folder(slug: str) -> BaseResponse:
    """Which file?"""
    return page("exchange/bring.html", space=_space(slug), endings=(".zip", *ENDINGS))


@bp.post("/spaces/<slug>/bring")
def folder_preview(slug: str) -> BaseResponse:
    """What the file would make. Nothing is changed; it waits for a confirmation."""
    space = _space(slug)
    spend("bring", "30 per hour", actor().id)
    given = request.files.get("file")
    ending = Path(given.filename or "").suffix.lower() if given else ""
    values: dict[str, Any] = {"space": space, "endings": (".zip", *ENDINGS)}
    try:
        if given is None or ending not in values["endings"]:
            raise Invalid(_("Choose a file first: a ZIP of Markdown pages, or one page in MD, ODT or DOCX."))
        content = given.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise Invalid(_("This file is too large: 10 MB at most."))
        token = f"{space.id}-{secrets.token_urlsafe(18)}{ending}"
        place = _folder() / token
        place.write_bytes(content)
        name = _called(Path(given.filename or "").stem)
        pages = Pages(source_of(place))
        if len(pages.wanted) > MOST:
            raise Invalid(_("More than %(n)s pages: cut the archive, or use `forum import documents`.", n=MOST))
        report = run_folder(place, space, dry_run=True, by=actor(), name=name)
    except Invalid as problem:
        return page("exchange/bring.html", 422, error=problem.message, **values)
    return page("exchange/bring_preview.html", report=report, token=token, name=name, pages=pages.wanted, **values)


folder_preview.takes_files = True  # type: ignore[attr-defined]  # larger bodies: see files.forms.setup


@bp.post("/spaces/<slug>/bring/confirmed")
def folder_bring(slug: str) -> BaseResponse:
    """Yes: the same file, now for good. Twice is once."""
    space = _space(slug)
    token = request.form.get("token", "")
    place = _folder() / token if _TOKEN.fullmatch(token) and token.startswith(f"{space.id}-") else None
    if place is None or not place.is_file():
        raise Invalid(_("This file waited too long: choose it again."))
    report = run_folder(place, space, by=actor(), name=_called(request.form.get("name", "")))
    place.unlink(missing_ok=True)
    place.with_name(place.name + ".refused.jsonl").unlink(missing_ok=True)
    return done(" ".join(report.sentences()[:1]), to=f"/documents/?space={space.slug}")


def _called(name: str) -> str:
    """The name that pages and guide are known by: the same in the preview and afterwards."""
    return " ".join(name.replace("\\", "/").rpartition("/")[2].split())[:60] or "document"


def _folder() -> Path:
    """Where files wait; those that nobody confirmed leave."""
    folder = Path(current_app.extensions["settings"].data_dir) / "bringing"
    folder.mkdir(parents=True, exist_ok=True)
    for place in folder.iterdir():
        if place.stat().st_mtime < time.time() - HOURS * 3600:
            place.unlink(missing_ok=True)
    return folder


@fills("in the menu of a space", position=75)
def on_a_space(space: Space) -> str:
    """The way here, for those who tend it."""
    return small("exchange/_on_a_space.html", slug=space.slug) if actor().tends(space.id) else ""
