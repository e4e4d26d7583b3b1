"""What is to be printed: one sheet or a whole guide as one HTML text, with its title, authors, licence, day, source."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape

from babel.dates import format_date
from sqlalchemy import select

from forum.core import clock
from forum.core.db import db
from forum.core.i18n import _, language
from forum.core.permissions import Actor
from forum.documents.models import Document
from forum.guides.queries import GuideRow, Line, Whole, sheets, texts_of
from forum.guides.whole import sheet_html
from forum.items.commands.texts import base_url

_LOCAL = re.compile(r' href="(/[^"]*)"')
_INNER = re.compile(r' href="#([^"]*)"')
_HEADING_ID = re.compile(r'<h[1-6] id="([^"]+)"')
_BOX = re.compile(r'<input type="checkbox" disabled=""( checked="")?>')
_CALLOUT_TITLE = re.compile(r'<p class="callout__title">(.*?)</p>', re.DOTALL)
_QUOTE = re.compile(r"<(/?)blockquote>")
_DIV = re.compile(r"<(/?)div\b[^<>]*>")
DEEPEST = 5


@dataclass(slots=True)
class Paper:
    """Ready for the press."""

    title: str
    summary: str
    authors: list[str]
    licence: str
    day: str  # in words
    date: str  # ISO
    source: str
    html: str
    item_ids: list[int] = field(default_factory=list)  # whose pictures are shown
    is_long: bool = False
    has_contents: bool = False

    @property
    def about(self) -> list[str]:
        """Lines under the title."""
        names = ", ".join(self.authors[:12]) + ("…" if len(self.authors) > 12 else "")
        found = [
            _("By %(names)s", names=names) if names else "",
            _("As it was on %(day)s", day=self.day),
            _("Licence: %(licence)s", licence=self.licence) if self.licence else "",
            self.source,
        ]
        return [line for line in found if line]


def of_sheet(item_id: int, actor: Actor) -> Paper | None:
    """One sheet; None for what the actor may not see. Two queries."""
    found = sheets([item_id], actor)
    if not found:
        return None
    sheet = found[0]
    html = _ready(sheet_html(sheet.id, sheet.html, frozenset(), lower=-2))
    many = html.count("<h1") + html.count("<h2") > 3
    return _paper(sheet.title, sheet.summary, found, sheet.url, html, has_contents=many)


def of_guide(guide: GuideRow, actor: Actor) -> Paper:
    """A guide with all the sheets that the actor may read. Three queries."""
    found = texts_of(guide.id, actor)
    html = "".join(_line(line, found.sheets, frozenset(found.sheets)) for line in found.lines)
    whole = [found.sheets[line.item_id] for line in found.lines if line.item_id in found.sheets]
    paper = _paper(guide.title, guide.summary, whole, guide.url, _ready(html), has_contents=True)
    paper.is_long = True
    return paper


def _line(line: Line, sheets: dict[int, Whole], inside: frozenset[int]) -> str:
    level = line.depth + 1
    if line.item_id not in sheets:
        return f"<h{level}>{escape(line.title)}</h{level}>\n"
    sheet = sheets[line.item_id]
    summary = f"<p><em>{escape(sheet.summary)}</em></p>" if sheet.summary else ""
    text = sheet_html(sheet.id, sheet.html, inside, lower=line.depth - 1)
    return f'<h{level} id="sheet-{sheet.id}">{escape(sheet.title)}</h{level}>\n{summary}{text}\n'


def _ready(html: str) -> str:
    """Addresses are whole, links inside lead to headings that are there, boxes are signs."""
    html = _LOCAL.sub(lambda found: f' href="{base_url()}{found[1]}"', html)
    known = set(_HEADING_ID.findall(html))
    html = _INNER.sub(lambda found: found[0] if found[1] in known else "", html)
    html = _shallow(_framed(html))
    html = _CALLOUT_TITLE.sub(r"<p><strong>\1</strong></p>", html)
    return _BOX.sub(lambda found: "☒ " if found[1] else "☐ ", html)


def _framed(html: str) -> str:
    """Callouts are quotations again, which every format shows apart; other boxes are nothing on paper."""
    open_: list[str] = []

    def change(found: re.Match[str]) -> str:
        if found[1]:
            return open_.pop() if open_ else ""
        open_.append("</blockquote>" if 'class="callout ' in found[0] else "")
        return "<blockquote>" if open_[-1] else ""

    return _DIV.sub(change, html)


def _shallow(html: str) -> str:
    """Quotations inside quotations, five at most: a sheet of paper is not wide enough for more."""
    depth = 0

    def kept(found: re.Match[str]) -> str:
        nonlocal depth
        depth += -1 if found[1] else 1
        return found[0] if depth + bool(found[1]) <= DEEPEST else ""

    return _QUOTE.sub(kept, html)


def _paper(title: str, summary: str, whole: list[Whole], url: str, html: str, *, has_contents: bool) -> Paper:
    today = clock.today()
    ids = [sheet.id for sheet in whole]
    return Paper(
        title=title, summary=summary, authors=list(dict.fromkeys(sheet.author for sheet in whole)),
        licence=", ".join(_licences(ids)), day=format_date(today, "long", locale=language.get()),
        date=today.isoformat(), source=f"{base_url()}{url}", html=html, item_ids=ids, has_contents=has_contents,
    )  # fmt: skip


def _licences(ids: Iterable[int]) -> list[str]:
    table = Document.__table__
    rows = select(table.c.licence).where(table.c.id.in_(list(ids))).distinct().order_by(table.c.licence)
    return list(db.session.scalars(rows))
