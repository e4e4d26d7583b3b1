"""A file becomes a sheet: read, its headings found, its columns guessed, or read as the same headings were last time."""

from typing import Any

from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.errors import Invalid
from forum.core.i18n import _
from forum.core.permissions import Actor, require
from forum.exchange.models import Sheet
from forum.exchange.sheets.columns import BY_NAME, headings_of, mapped, shape_of
from forum.exchange.sheets.reading import read
from forum.spaces.models import Space


def bring(actor: Actor, space: Space, name: str, data: bytes, *, source: str = "", by_id: int | None = None) -> Sheet:
    """Keep a file as it came. Nothing is done with it yet. Raises Invalid, saying what to do."""
    require(actor, "curate", space)
    rows = read(name, data)
    place, headings = headings_of(rows)
    sheet = Sheet(
        space_id=space.id, by_id=actor.id or by_id, name=name[:120] or "?", source=_word(source), rows=rows,
        header=place, shape=shape_of(headings), created_at=clock.now(),
    )  # fmt: skip
    last = _last(sheet)
    columns = list(last.columns["map"]) if last else mapped(headings)
    sheet.columns = {"map": columns, "only": "all", "verified": False, "again": bool(last)}
    sheet.source = sheet.source or (last.source if last else "")
    db.session.add(sheet)
    db.session.flush()
    return sheet


def _word(source: str) -> str:
    return " ".join(source.split()).replace("/", "-")[:60]


def _last(sheet: Sheet) -> Sheet | None:
    """The last one with these headings that somebody looked at."""
    rows = select(Sheet).where(Sheet.space_id == sheet.space_id, Sheet.shape == sheet.shape)
    found = db.session.scalars(rows.where(Sheet.state != "read").order_by(Sheet.id.desc()).limit(1)).first()
    return found if found and len(found.columns["map"]) == len(sheet.rows[0]) else None


def choose(sheet: Sheet, names: list[str], *, source: str, only: str, verified: bool) -> None:
    """How its columns are read. Raises Invalid when two are the same, or the title is nowhere."""
    kept = [name if name in BY_NAME else "" for name in names][: len(sheet.rows[0])]
    kept += [""] * (len(sheet.rows[0]) - len(kept))
    twice = {name for name in kept if name and kept.count(name) > 1}
    if twice:
        words = ", ".join(str(BY_NAME[name].label) for name in sorted(twice))
        raise Invalid(_("Two columns cannot be the same: %(names)s.", names=words))
    if not {"title", "id", "number"} & set(kept):
        raise Invalid(_("Say which column holds the title: without it nothing can be recognised."))
    sheet.source = _word(source)
    sheet.columns = {**sheet.columns, "map": kept, "only": "dates" if only == "dates" else "all", "verified": verified}


def samples(sheet: Sheet) -> list[dict[str, Any]]:
    """Each column with its heading and the first things in it."""
    headings = headings_of(sheet.rows)[1]
    below = sheet.rows[sheet.header + 1 :]
    found = []
    for at, name in enumerate(sheet.columns["map"]):
        some = list(dict.fromkeys(str(row[at]) for row in below if str(row[at]).strip()))[:3]
        if headings[at] or some:
            found.append({"at": at, "heading": headings[at], "name": name, "some": some})
    return found
