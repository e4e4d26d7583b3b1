"""Which territories × themes × types lack resources: what a region has of its own, and what it inherits."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, request
from sqlalchemy import select

from forum.core.db import db
from forum.core.i18n import _
from forum.core.permissions import Actor
from forum.core.tables import as_csv
from forum.items.models.item import Item, ItemTerritory, ItemTheme
from forum.pages.tiles import Tile, region_tiles
from forum.resources import labels
from forum.resources.around import Complement
from forum.resources.queries.catalogue import TABLE
from forum.resources.question import question
from forum.territories.queries import Node, themes, tree
from forum.territories.tiles import REGIONS
from forum.web.actor import actor
from forum.web.answers import page

bp = Blueprint("coverage", __name__)
SHAPES = ("theme", "type")


@dataclass(frozen=True, slots=True)
class Cell:
    """How many of its own (and of what lies inside), and how many from above."""

    own: int = 0
    above: int = 0

    @property
    def is_gap(self) -> bool:
        """Nothing at all is open there."""
        return not self.own and not self.above


@dataclass(frozen=True, slots=True)
class Coverage:
    """Rows (themes or types) × regions. `totals`: own ones of each region, each counted once."""

    regions: list[Node]
    rows: dict[str, str]
    cells: Mapping[tuple[str, str], Cell]
    totals: Mapping[str, int]

    def cell(self, row: str, region: str) -> Cell:
        """One cell."""
        return self.cells.get((row, region), Cell())

    def gaps(self, row: str) -> int:
        """In how many regions nothing is open."""
        return sum(self.cell(row, region.code).is_gap for region in self.regions)


def coverage(who: Actor, by: str, args: Mapping[str, str]) -> Coverage:
    """What is open now and visible to `who`. Four queries, whatever the number of resources."""
    nodes = tree().codes
    regions = sorted((nodes[code] for code in REGIONS if code in nodes), key=lambda node: node.name)
    filter = question(args, who).filter
    items = filter.on(select(Item.id, TABLE.c.type).select_from(Item), who)
    types = {item_id: kind for item_id, kind in db.session.execute(items)}
    inside = filter.on(select(Item.id).select_from(Item), who)
    placed: dict[int, set[int]] = {}
    for item_id, territory_id in db.session.execute(
        select(ItemTerritory.item_id, ItemTerritory.territory_id).where(ItemTerritory.item_id.in_(inside))
    ):
        placed.setdefault(item_id, set()).add(territory_id)
    local = select(Complement.resource_id, Complement.territory_id).where(Complement.resource_id.in_(inside))
    for item_id, territory_id in db.session.execute(local):  # what a region adds to a sheet is its own
        placed.setdefault(item_id, set()).add(territory_id)
    codes = {row.id: row.code for row in themes().values()}
    about: dict[int, list[str]] = {}
    if by == "theme":
        pairs = select(ItemTheme.item_id, ItemTheme.theme_id).where(ItemTheme.item_id.in_(inside))
        for item_id, theme_id in db.session.execute(pairs):
            about.setdefault(item_id, []).append(codes[theme_id])
    else:
        about = {item_id: [kind] for item_id, kind in types.items()}
    rows = {row.code: row.label for row in themes().values()} if by == "theme" else labels.types()
    below = {region.id: set(tree().below[region.id]) for region in regions}
    cells: dict[tuple[str, str], Cell] = {}
    totals: dict[str, int] = {}
    for item_id in types:
        where = placed.get(item_id, set())
        for region in regions:
            own = bool(where & below[region.id])
            if not own and not where & set(region.above):
                continue
            totals[region.code] = totals.get(region.code, 0) + own
            for row in about.get(item_id, ()):
                was = cells.get((row, region.code), Cell())
                cells[row, region.code] = Cell(was.own + own, was.above + (not own))
    return Coverage(regions, rows, cells, totals)


def _asked() -> tuple[str, dict[str, str]]:
    by = request.args.get("by", "")
    kept = {name: request.args[name] for name in ("type", "theme") if request.args.get(name)}
    by = by if by in SHAPES else "theme"
    kept.pop(by, None)  # the rows say it
    return by, kept


@bp.get("/coverage")
def show() -> Response:
    """A table, and the regions as a map: where nothing is open, it is said, and may be mended by one press."""
    by, kept = _asked()
    found = coverage(actor(), by, kept)
    nodes = tree().codes
    tiles: list[Tile] = region_tiles({nodes[code].id: count for code, count in found.totals.items()})
    place = tree().find(request.args.get("territory"))
    return page(
        "pages/coverage.html", found=found, by=by, kept=kept, tiles=tiles, abbreviations=REGIONS,
        place=place if place and place.code in REGIONS else None, types=labels.types(), themes=themes().values(),
    )  # fmt: skip


@bp.get("/coverage.csv")
def sheet() -> Response:
    """The same, a line a cell."""
    by, kept = _asked()
    found = coverage(actor(), by, kept)
    title = _("Theme") if by == "theme" else _("Type")
    rows: list[list[object]] = [[_("Code"), _("Region"), title, _("Of its own"), _("From above")]]
    for code, label in found.rows.items():
        cells = ((region, found.cell(code, region.code)) for region in found.regions)
        rows += [[region.code, region.name, label, cell.own, cell.above] for region, cell in cells]
    answer = make_response("".join(as_csv(rows)))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{_("coverage")}.csv"'
    return answer
